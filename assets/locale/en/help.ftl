help-title = Help
help-contents = Contents
help-search = Search the handbook
help-search-button = Search
help-found-title = Results for “{ $text }”
help-found-nothing = Nothing was found. Try another word.
help-other-language = This page is written in Korean.
