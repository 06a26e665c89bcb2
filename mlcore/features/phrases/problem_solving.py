# ruff: noqa: E501 (rows of data)
"""What shows that a difficulty is understood and worked out; and its opposite."""

from mlcore.features.matcher import NOT_OTHER, SELF_ONLY, phrases

CAUSE = phrases(
    "cause_found",
    """
    figure|figured|find|found|finding|figuring|work|worked out why|what|where|that|it|which|the|who|how
    find|found the|where|a problem|cause|reason|mistake|error|bug|leak|hole|spot|part
    reason|problem|issue|trouble ~~ is|was
    the|a|my|our|real|main|actual|biggest|hard|whole problem|issue|cause|trouble|mistake|error|reason|part ~ is|was|began|started|came|that|being
    think|thought|see|saw|know|knew|realize|realized|decided ~ problem|issue|cause|reason|trouble is|was
    it|that is|was because|from|due
    it|that is|was coming from
    turn|turned|turns out that? it|the|we|i|he|she|they|there|that|my|our
    look|looked|looking|checked|check|see|saw|studied|ask|asked|wondered|watched|noticed at? why|what|where|which|how ~ wrong|happened|happen|broke|break|breaks|fell|failed|missed|missing|went|keeps|kept|is|was|it
    thought|think|thinking about why|what|where|how it|we|the|i|went
    what|where|something is|was|went|goes|going|really wrong|broke|broken|missing|off
    why it|that|we|the|i|they|this ~ break|broke|fell|fail|failed|kept|keep|keeps|not|happen|happened|lost|stopped|breaks|works
    which ~ broke|break|breaks|failed|came|fell|one|part|ones ~ first|missed|wrong|weak
    that|which is|was why it|the|we|this|i|nothing|that
    it is|was not the|my|a|our|that ~~ it|but is|was|the
    it is|was the|my|our ~ that|not
    not the|my|our ~ it is|was the|my|our|how
    because the|it|its|there|our|my|we|they|i|of|this|that ~ too|missing|loose|broken|wrong|weak|heavy|short|long|small|dead|low|crooked|uneven|slow|fast|full|late|backwards|empty|stuck|unplugged|skipped|forgot|rushed|misread|different|same|confusing
    notice|noticed|realize|realized|saw|see|seen that? it|the|our|we|i|every|one|both|there|all ~ was|is|were|had|kept|did|only|always|never|not|too|because|same
    notice|noticed|saw|realize|realized i|we ~ rushed|skipped|forgot|missed|misread|mixed|wrong|reading
    error|mistake|problem|trouble|leak|wobble|mess|delay|confusion ~ from|began|started|comes|came|happens|happened when|with|from|in|at|because|two|on
    both times
    every time ~ same|at|it|the
    every time i|we ~ it|the
    same spot|place|part|mistake|problem
    the weak|slow|hard|tricky|wrong|bad spot|part|one|step|piece|link
    too heavy|loose|weak|tight|thin|short|tall|steep|crowded|noisy|many|much|hot|wet|dry|vague
    went|go back|over and|to|through ~ see|look|looked|find|found|check|checked
    mix|mixed|mixing up
    was leaving|going|using|holding|doing|reading|pulling|pushing ~ too|wrong|off|instead|early|late
    i|we|it|they forgot|skipped|misread|missed|rushed the|to|a|step|part|it
    what caused|causes|made|makes|messed it|the|this|that|us|me
    caused|triggered by
    lead|led|leads to ~ problem|mess|mistake|fight|it
    that is where|when|what|how it|we|i|the ~ went|goes|broke|messed|fell|wrong|lost|happens
    because nobody|no one? knew|told|wrote|checked|had|read|was|asked|planned|listened
    because we|i never|did|had ~ not? plan|planned|talk|talked|read|check|checked|measure|measured|test|tested|listen|study|studied|practice|practiced|ask|asked
    narrow|narrowed it down
    traced|trace|pinpoint|pinpointed|spotted|diagnosed|isolated ~ it|the|problem|to
    it only|always happen|happened|happens|break|breaks|broke|fell|falls|fails|failed|crashes|leaks ~ when|at|on|if|after
    the part|thing|place|spot that|where|which ~ is|was|broke|kept|keeps|messed|failed|wrong|off|hard
    my|our|the mistake|problem|issue|weakness is|was
    not enough glue|time|weight|support|people|space|light|water|tape|room|sleep|detail|evidence|practice|flour|memory|power
    not getting|got enough
    did|do not have|get|use enough
    i|we was|were missing|using|reading|adding|multiplying|studying ~ a|the|it|wrong|backwards|too
    instead of ~ i|we had|was|were|used|put|did
    it|that|which explained|explains why|it
    look|looked back at|and|over
    had to do with
    comes|came|come|goes|went back|down to
    it is|was really|not about|because of the
    the difference is|was|between
    """,
    subject=NOT_OTHER,
)

OPTION = phrases(
    "option",
    """
    i|we|you|one|they could|can|might
    or i|we|you|just|maybe|do|use|make|move|get|ask|wait|put|give|take|start|switch|try|buy|two|cut|borrow|run|tell|go|drop|leave|have|the|a|one
    or else
    else use|try
    either
    option|choice
    one|other|another|second|third|first|last|next way|option|idea|choice|thing|plan|possibility
    way one|two
    thing|idea|plan two|b|one|a
    one|two|three|four
    instead
    alternatively
    wait
    keep|drop|buy|move|rebuild|cut|fix|borrow|split
    could
    """,
)

COST = phrases(
    "cost",
    """
    but|except|although|though|then|only|that|which|so ~ cost|costs|takes|take|lose|loses|longer|slow|slower|expensive|risk|risky|hard|harder|late|mess|break|breaks|fall|falls|mad|time|money|points|nobody|not|too|nothing|gets|still|dark|boring|worse|more|less|cheap|cheaper|free|no|lazy|burn|wet|far|heavy
    but|except|only then|it|that|he|she|they|if|we|i|you|the|what|nobody|our|my
    then i|we|nobody|no|it|the|he|she|they|you|someone
    cost|costs|costing
    takes|take|took too|forever|longer|NUM|a|all|more|time
    too long|slow|expensive|risky|hard|much|many|far|late|heavy|loud|boring|easy
    lose|loses|losing|waste+
    downside|drawback|problem|catch|risk|trouble with|is|of
    cheaper|faster|safer|easier|quicker|riskier|cheapest|fastest|safest|quickest|easiest|free|fairer|fairest|best|better
    worth it
    same problem
    is|are|was NUM dollars|bucks|minutes|hours|points
    """,
    negatable=False,
)

WEIGHED = phrases(
    "options_weighed",
    """
    pros and|or cons
    plus|good and minus|bad|minuses
    weigh+ ~ against|options|choices|up|both|each|it
    compare|compared|comparing the|two|them|both|it|which|prices|each|NUM|all
    which|what one|way|option|is|was|would|idea|plan ~ better|best|cheaper|faster|safer|safest|cheapest|easier|easiest|fairest|fairer|worst|worse|quickest
    two|three|four|few|couple|several|some|different|other|2|3|4 choices|options|ways|ideas|possibilities|plans|paths|fixes
    two|three|2|3 things|thing it|i|we|can|could
    think|see|have|had|are two|three|2|3 way|option|choice|ways|things
    option|plan|choice|idea a|b|c|1|2|3|one|two|three
    on the other hand
    one way ~~ other|another way
    first|one option|idea|choice|way ~~ second|other|another
    the? other|second|another option|choice
    plan b
    back up|backup plan|copy|version|one
    in case ~ not|does|did|fails|breaks|late|wrong|happens
    or i|we|you could|can|might
    could ~~ or ~~ but
    could ~~ but ~~ takes|take|cost|costs|lose|then|too|would|might|not|nobody|still
    i|we|id|would pick|picked|chose|choose|choosing|went|go|going|decided|rather|take with|on|the|for|to ~~ because|since|even|so
    i|we pick|picked|chose|choose NUM|the|a|it|option
    is|was|be|are the? easiest|fastest|cheapest|safest|simplest|quickest ~ but
    easiest|fastest|cheapest|safest|simplest|quickest|easier|faster|cheaper|quicker ~~ but
    rule|ruled out
    trade off|offs
    depends on if|whether|how|what
    better than|to ~ because|since
    more|less ~ than ~ but
    would take ~ but
    costs ~ but|or
    best ~ because it|that|then
    quick|fast|cheap|easy|strong|safe|free|accurate|simple|swift|fair|fun|pretty|nice|light|slow|expensive|hard|slower|loud ~ but
    silencing|turning|moving|keeping|dropping|buying|waiting|cutting|splitting|telling|asking|doing|using|making|switching|taking|skipping ~ but
    know|knew|see|saw|list|listed the|my|our|all options|choices
    bench|keep|cut|move|switch|buy|wait ~ but if|then|that|he|it|we|they
    if ~~ then ~~ but
    too hard|expensive|slow|risky|far|heavy|late right|so|because|but
    i|we|would rather ~ than
    """,
    negatable=False,
)

STEPS = phrases(
    "steps_checked",
    """
    to|and|then|will|would|could|can|we|i see|saw|check|checked|look|looked|find|test|tested|watch|watched|hear|listen|listened ~ if|whether|how|which|what|out
    see|saw|checking|testing|looking if|whether it|that|we|they|he|she|i|the
    test|tested|testing ~ it|the|out|each|every|first|again|them|run|both|that
    check|checked|checking ~ it|the|again|if|that|how|each|over|before|after|every|twice|my|our|with|on
    double|triple check|checked|checking
    try|tried it|them|that|this|one out|with|on|at|for|first|again|and|in
    ran|run it|a|the|through ~ test|trial|practice|by|again|at|speed|first|twice
    test|trial|practice|dry|rehearsal run|round
    measure|measured|measuring|count|counted|timed|recorded|record|tracked|logged|marked|graphed|charted ~ it|how|the|each|to|our|every|if|my|them
    it|that|this|which|they|we work|worked|works|held|fit|ran|stayed|stopped|helped|fixed
    so it worked
    went|go|came|got|goes up|down|from to|by|NUM
    from NUM to NUM
    NUM out of NUM
    split|divide|divided ~ up|into|it|the|between|among|half|part|parts|pieces|by
    broke|break|cut ~ into|between|half|parts|pieces|chunks
    part|parts|piece|pieces|chunk|chunks|step|steps|section|sections at a time|by|one|first
    one|step by|at one|step|a
    assign|assigned|give|gave|each ~ part|parts|job|jobs|role|task|section|person
    make|made|write|wrote|draw|drew ~ list|plan|chart|schedule|diagram|map|outline|checklist|sketch|table|calendar|timeline
    first|1st ~~ then|next|second
    step one|1|two|2|three|3
    start|started|begin|began with|by|from|at the|one|asking|finding|making|looking|writing|what
    so that? it|the|they|everybody|everyone|we|nobody|there would|will|could|can|do|does|did|can not|does|is ~ not|fall|break|see|know|stay|hold|fit|leak|run|work|done|slip|tip|have|get|start|finish
    in order to
    in case
    if it|that|this|they|he|she|not do|does|did|is|was|are|still|that ~ not|work|fails|does|breaks|wrong|late|then
    if not
    if that|it fails|breaks|falls|leaks|flops|happens
    whatever flops|fails|works
    by day|monday|tuesday|wednesday|thursday|friday|tonight|tomorrow|lunch
    next time i|we|you|do|check|start|make|put|use|will|it|ask
    look|looked|looking at|over it|the|my|what|each again|and|video|film|answers|notes|doc|rubric|back
    put|added|add|moved|move|used|use|tape|taped|tie|tied|glued|switched|swapped|replaced|changed|tightened|loosened|fixed|made ~ so|instead|under
    change|changed|move|moved|adjust|adjusted|switch|switched ~ only|one|the|it|that thing|part|way|order|plan|settings|spot
    each|every person|one|of|kid|member ~ do|does|did|get|gets|got|take|takes|took|writes|has|had
    the hard|hardest|easy|easiest|short|biggest|small ~ first
    due|deadline ~ date|dates|for|each|by
    by friday|monday|tuesday|wednesday|thursday|sunday|saturday|noon|tonight|tomorrow|then i|we|he|she|they|it|everyone
    label|labeled|sort|sorted|organized|organize|color-coded|grouped ~ the|by|them|it|our|my|into
    small|smaller|mini|half|paper|cardboard version|model|scale|batch|amount|size|test|load|one
    prototype|prototyped|simulated|simulate|experiment|experimented
    half ~ half
    keep|kept track|log|count|score|list|notes
    check|checked|checking in|up|back with|on|at|after|every|halfway
    work|works|worked|held|holds|fits|fit|runs|goes better|fine|perfect|great|now|now|again|this|good|the
    ask|asked ~ to see|look|check|test|read ~ if|it|over
    read|reread|re-read ~ directions|instructions|rubric|question|again|problem ~ again|and|first|to
    write|wrote|written ~ down what|each|the|which|all|everything|how|when
    add|added|use|used|put|made|make ~ stronger|bigger|thicker|wider|shorter|longer|triangle|support|supports|braces|extra
    estimate|estimated|calculate|calculated|figure|figured how|out ~ much|many|long|far
    so we|i can|could|would|will ~ see|check|test|tell|compare|fix|finish|reach|know
    see|saw|watch|watched|look|looked what|how happens|happened|it|works|worked|goes|did
    go|went|going through ~ one|each|every|them|it|list|steps
    one|1 at a time|once
    in order
    plan|planned out|it
    back|backed|save|saved ~ up|copy|copies
    compare|compared ~ before|after|results|it|them|with|to
    google|googled|look|looked|search|searched|researched ~ it|up|how
    figure|figured out how to
    use|used ~ instead of|so
    """,
    subject=NOT_OTHER,
    strength=0.7,
)

# One act against the difficulty, without a reason: the codebook's second level.
ONE_ACT = phrases(
    "steps_checked",
    """
    use|used|using a|an|the|my|our ~ app|translate|translator|tape|glue|calculator|timer|map|list|tool|paper|ruler
    google|online translate|translator
    look|looked|google|googled it up
    turn|turned|switch|switched|plug|plugged|unplug|unplugged it|them|that ~ off|on|in|over
    restart|restarted|reset|reboot|rebooted
    make|made|draw|drew|write|wrote|print|printed ~ map|note|list|sign|copy|label|picture|schedule|poster
    do|did HIS part|slides|half|share|section|work
    i|we would? just? do|did|use|used|put|fix|fixed|move|moved|add|added|make|made ~ instead|more|bigger|another
    i|we vote|voted
    let us vote
    suggest|suggested|propose|proposed
    """,
    strength=0.4,
    subject=NOT_OTHER,
)

NO_PLAN = phrases(
    "no_plan",
    """
    do|does|did not know what|how|why|where
    no idea|clue
    not a clue|idea
    not got a? clue|idea
    who knows
    nobody know|knows
    wait|waited|waiting|waits ~ for|until|till ~ P|it|someone|somebody|teacher|PERSON|end|bell|to
    wait|waited and see|hope
    wait|waited it out
    hope|hoped|hoping|pray|prayed|trust ~ for|it|that|P|nobody|something
    i guess hope
    hope it|for|that|P ~ best|fixes|goes|works|does
    guess|guessed|guessing randomly|and|the|it|on|whatever|until|c|random
    random|randomly|eeny
    click|clicked|clicking ~ random|whatever|all|everything|anything|stuff|things
    whatever was|is|worked|happens|fits
    somebody|someone|teacher|P|they|PERSON|it will|can|could|would|should|gonna|going ~ figure|handle|fix|deal|solve it|out|that|this|with|itself|something
    will|would figure it out
    somebody|someone else can|will|would|could
    figure|figured somebody|someone|P|they|it would|will
    let P|HIM|somebody|someone|it handle|do|deal|figure|fix|solve|happen|sort|resolve ~ it|out|that|with|this
    sort|sorts|resolve|resolves|work|works|fix|fixes itself out?
    did not|never do|did anything
    nothing|not anything you|i|we|anybody can|could do
    nothing|not ~ can do
    what can|do|could|am|are|is|was you|i|we|supposed ~ do
    do|did|does|would|could not look|looked|check|bother|figure|find|ask ~ why|what|how|at|out|it
    could not tell you
    never looked|checked|found|figured|asked|thought
    not going to find out
    P is|was job
    HIS job
    that is what P ~ for|paid
    why they pay HIM
    not up to me
    do not have a way|plan|idea|answer
    no plan
    not have|had any|a reason|plan|strategy|idea
    nothing got|gets fixed|better|solved
    did|do not read|look|listen ~ comments|at|to|instructions|directions|notes
    whose job
    nobody knows|knew what|how|why
    looked cool|good|nice|fun
    just|pure|dumb luck
    it will|would? work|fix|figure itself
    hopefully ~ it|P|someone|somebody
    go|went with it|the flow
    in due time
    just kept|keep ~ same
    i guess|guess we|i|hope
    stick|stuck|put|putting|threw|add|added ~ wherever|anywhere|whatever|random
    just leave|left it
    ask|asked|told|tell|let the? mom|teacher|mr|mrs|ms|coach ~ solve|fix|do it
    P ~ came|come and? solve|solved|fixed|fix
    not my|our job|problem|responsibility|issue ~ to|so|that
    no way to|of know|knowing|fix|tell
    can|could not think of|anything
    leave|left it up|alone|for|to ~ to|P|teacher|them|someone|him|her
    let P|HIM|teacher|them|the ~ decide|worry|handle|fix|deal
    give|gave|hand ~ to P to? fix|deal|do
    cross|crossed my|our|fingers
    fingers crossed
    just|only did|do|put|wrote|made|picked|tried something|whatever|anything|random
    the first thing|one ~ saw|see|thought|found|came
    not even try|trying|tried
    do|did|does not matter ~ how|what|which|anyway
    there is|was no way|point|answer|solution
    beats me
    your guess
    wing|winged|winging it
    take|took|taking a guess
    try|tried stuff|things until|and|till
    it is|was impossible
    copy|copied ~ off|from|his|her|answers|somebody
    ask|asked chatgpt|ai|siri|google
    P will|would|could|can just? tell|do|fix|handle|solve|know ~ us|me|it|what
    never found|figured|knew ~ out|why|what
    not know|sure what|how|where|why|which ~ to|do|happened|start|went|wrong|it|you
    stuck and|so i|we
    no plan|clue|idea|solution|strategy
    """,
    negatable=False,
)

NO_PLAN_OWN = phrases(
    "no_plan",
    """
    do|did|doing nothing
    do|did not do anything|nothing
    just sit|sat|watch|watched there|and|it
    """,
    subject=SELF_ONLY,
    negatable=False,
)

NO_PLAN_FAINT = phrases(
    "no_plan",
    """
    do|does|did not know
    """,
    strength=0.3,
    negatable=False,
)

PHRASES = (*NO_PLAN_OWN, *NO_PLAN_FAINT, *CAUSE, *OPTION, *COST, *WEIGHED, *STEPS, *ONE_ACT, *NO_PLAN)
