help-title = 도움말
help-contents = 목차
help-search = 도움말 검색
help-search-button = 검색
help-found-title = ‘{ $text }’ 검색 결과
help-found-nothing = 검색 결과가 없습니다. 다른 낱말로 검색하십시오.
help-other-language = 이 문서는 영어로 제공됩니다.
