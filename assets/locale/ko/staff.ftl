staff-fault-password-short = 비밀번호는 12자 이상이어야 합니다.
staff-fault-password-long = 비밀번호는 128자 이하여야 합니다.
staff-fault-password-weak = 추측하기 쉬운 비밀번호입니다. 서로 관련 없는 단어를 여러 개 사용하십시오.
staff-fault-name = 성명을 입력하십시오.
staff-fault-roles = 역할을 하나 이상 선택하십시오.
staff-fault-language = 언어는 한국어 또는 영어여야 합니다.
staff-fault-post = 등록되지 않은 공관입니다.
