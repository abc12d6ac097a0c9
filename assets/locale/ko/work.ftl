work-title = 업무 목록
work-stages-label = 처리 단계
work-stage-intake = 접수
work-stage-review = 심사
work-stage-production = 제작·검사
work-stage-hand-over = 교부
work-stage-closed = 종결
work-stage-all = 전체
work-search = 접수번호 또는 성명
work-search-button = 검색
work-mine = 내가 접수한 건만
work-empty = 해당하는 건이 없습니다.
work-total = 모두 { $count }건
work-page = { $last }쪽 중 { $page }쪽
work-name = 성명
work-no-name = 성명 미입력
work-kind = 여권 종류
work-status = 상태
work-received = 접수일
work-waiting = 경과
work-number = 접수번호
work-days = { $count ->
    [0] 오늘
   *[other] { $count }일
  }
work-produce-all = 대기 중인 여권 모두 제작
work-produce-all-hint = 승인된 신청의 여권을 차례로 모두 제작합니다. 공여권이 부족하면 남은 건은 그대로 대기합니다.
