*** Settings ***
Documentation       The instruction by Robot Framework Browser, with a picture of the window for each claim.

Library             Browser    timeout=5s    retry_assertions_for=5s    auto_closing_level=SUITE
Library             String
Library             robot_turns.py

Suite Setup         New Browser    chromium    executablePath=%{BENCH_BROWSER}


*** Variables ***
${DIARY}            https://dnevnik2.petersburgedu.ru
${MESSENGER}        https://web.vk.me
${VK_ID}            ^https://id\\.vk\\.(ru|com)/
${EMAIL}            input[type=email]
${PASSWORD}         input[type=password]
${CHATS_TAB}        role=tab[name="Чаты"s]
${LINK}             role=button[name="Привязать к VK ID"s]
${UNLINK}           role=button[name="Отвязать аккаунт от VK ID"s]
${OPEN_CHATS}       role=link[name="Перейти в чаты"s]
${VK_LOGIN}         input[name=login]
${VK_PASSWORD}      input[name=password]
${PROCEED}          role=button[name="Продолжить"s]
${CONSENT}          [data-test-id=continue-as-button]
${OFFERED}          [data-test-id=continue-as-account]
${ENTER}            role=button[name="Войти"s]
${SFERUM}           role=button[name="Войти в Сферум"s]
${ITEM}             [data-testid=vkme_convo_list_item]
${CHATS}            ul:has([data-testid=vkme_convo_list_item])


*** Test Cases ***
The Instruction Holds
    WHILE    ${True}    limit=NONE
        ${turn} =    Next Turn
        IF    $turn is None    BREAK
        Set Test Variable    ${STUDENT}    ${turn}[student]
        Set Test Variable    ${PICTURES}    ${turn}[pictures]
        Walk
    END


*** Keywords ***
Walk
    &{proxy} =    Create Dictionary    server=%{BENCH_PROXY}
    &{viewport} =    Create Dictionary    width=${1280}    height=${800}
    New Context
    ...    proxy=${proxy}
    ...    ignoreHTTPSErrors=True
    ...    locale=ru-RU
    ...    timezoneId=Europe/Moscow
    ...    viewport=${viewport}
    ...    deviceScaleFactor=2
    Sign In
    Link Account
    Visit Messenger
    Unlink Account
    Relink Account
    Close Context

Sign In
    ${page} =    New Page    ${DIARY}/login
    Set Test Variable    ${DIARY_PAGE}    ${page}[page_id]
    See    ${EMAIL}
    See    ${PASSWORD}
    Claim    login-page
    Send Password
    See Diary
    @{words} =    Split String    ${STUDENT}[diary_name]
    FOR    ${word}    IN    @{words}
        Get Text    body    contains    ${word}
    END
    Reload
    See Diary
    Claim    signed-in

Link Account
    Choose Chats
    Claim    chats-tab
    See    ${LINK}
    Claim    press-link
    Click    ${LINK}

    Get Url    matches    ${VK_ID}
    See    ${VK_LOGIN}
    Windows Should Be    1
    Claim    vk-form

    New Page    ${DIARY}/
    Click    ${CHATS_TAB}
    See    ${LINK}
    Miss    ${OPEN_CHATS}    ${UNLINK}
    Close Page
    Switch Page    ${DIARY_PAGE}
    Record Should Have    linked    ${False}
    Claim    authorise
    Identify

    Claim    press-continue
    Agree
    Record Should Have    linked    ${True}

    Get Url    ^=    ${DIARY}
    See    ${CHATS_TAB}
    Windows Should Be    1
    Claim    diary-again
    See    ${OPEN_CHATS}
    See    ${UNLINK}
    Miss    ${LINK}
    Claim    linked-buttons

Visit Messenger
    Claim    messenger-window
    Click    ${OPEN_CHATS}
    Get Url    ^=    ${DIARY}
    Switch Page    NEW
    Get Url    ^=    ${MESSENGER}
    See    ${ENTER}
    Windows Should Be    2

    FOR    ${claim}    ${door}    IN    enter    ${ENTER}    enter-sferum    ${SFERUM}
        Claim    ${claim}
        Click    ${door}
        Await Form
        Go To    ${MESSENGER}/
    END

    FOR    ${door}    IN    ${ENTER}    ${SFERUM}
        Return To Entry
        Click    ${door}
        Identify
        Agree
        See    input[placeholder=Поиск]
        Miss    ${ENTER}    ${SFERUM}
    END
    Claim    either-way

    Return To Entry
    Click    ${ENTER}
    Identify
    Get Text    ${OFFERED}    contains    ${STUDENT}[vk_name]
    ${digits} =    Get Substring    ${STUDENT}[vk_login]    -2
    Get Text    ${OFFERED}    contains    ${digits}
    Claim    linked-account

    Agree
    Get Url    ^=    ${MESSENGER}
    Get Element Count    ${ITEM}    >    0
    See    ${CHATS}
    Claim    chats-open
    ${box} =    Get BoundingBox    ${CHATS}
    ${width} =    Evaluate JavaScript    ${None}    () => innerWidth
    Should Be True    0 <= ${box}[x] < 0.25 * ${width} and ${box}[x] + ${box}[width] <= 0.5 * ${width}
    Claim    chats-left

    ${number} =    Generate Random String    6    [NUMBERS]
    Claim    create-chat
    Click    role=button[name="Создайте новый"s]
    Fill Text    dialog input[name=title]    Проверка инструкции ${number}
    Click    dialog button[type=submit]
    Get Element Count    ${ITEM}:has-text("Проверка инструкции ${number}")    ==    1
    Reload
    Get Element Count    ${ITEM}:has-text("Проверка инструкции ${number}")    ==    1

Unlink Account
    Switch Page    ${DIARY_PAGE}
    Choose Chats
    ${place} =    Get BoundingBox    ${OPEN_CHATS}
    Claim    press-unlink
    Click    ${UNLINK}

    See Unlinked
    Record Should Have    granted    ${False}
    Reload
    Choose Chats
    See Unlinked
    Forget    X-JWT-Token    dnevnik2.petersburgedu.ru    /    /api
    Go To    ${DIARY}/login
    Send Password
    Choose Chats
    See Unlinked
    Claim    unlinked

    See    ${LINK}
    Miss    ${OPEN_CHATS}
    ${now} =    Get BoundingBox    ${LINK}
    Should Be True    abs(${now}[x] - ${place}[x]) <= 300 and abs(${now}[y] - ${place}[y]) <= 300
    Claim    link-back

Relink Account
    Choose Chats
    Click    ${LINK}
    Identify
    Agree
    See    ${OPEN_CHATS}
    See    ${UNLINK}
    Miss    ${LINK}
    Record Should Have    linked    ${True}
    Claim    relinked

See
    [Arguments]    ${selector}
    Wait For Elements State    ${selector}    visible

Miss
    [Arguments]    @{selectors}
    FOR    ${selector}    IN    @{selectors}
        Get Element Count    ${selector}    ==    0
    END

See Diary
    Get Url    not contains    /login
    See    main

See Unlinked
    See    ${LINK}
    Miss    ${UNLINK}
    Record Should Have    linked    ${False}

Send Password
    Fill Text    ${EMAIL}    ${STUDENT}[diary_login]
    Fill Text    ${PASSWORD}    ${STUDENT}[diary_password]
    Click    button[type=submit]

Choose Chats
    Click    ${CHATS_TAB}
    Get Attribute    ${CHATS_TAB}    aria-selected    ==    true

Await Form
    Get Url    matches    ${VK_ID}
    See    ${VK_LOGIN}, ${CONSENT}

Identify
    Await Form
    ${asked} =    Get Element Count    ${VK_LOGIN}
    IF    ${asked}
        Fill Text    ${VK_LOGIN}    ${STUDENT}[vk_login]
        Click    ${PROCEED}
        Fill Text    ${VK_PASSWORD}    ${STUDENT}[vk_password]
        Click    ${PROCEED}
    END
    See    ${CONSENT}

Agree
    Click    ${PROCEED}
    Get Url    not contains    ://id.vk.

Return To Entry
    Forget    remixdsid    web.vk.me    /
    Go To    ${MESSENGER}/

Forget
    [Arguments]    ${cookie}    ${host}    @{paths}
    Go To    about:blank
    FOR    ${path}    IN    @{paths}
        Add Cookie    ${cookie}    -    domain=${host}    path=${path}    expires=2000-01-01
    END

Windows Should Be
    [Arguments]    ${number}
    ${pages} =    Get Page Ids    context=ACTIVE    browser=ACTIVE
    Length Should Be    ${pages}    ${number}

Record Should Have
    [Arguments]    ${name}    ${value}
    ${record} =    Record    ${STUDENT}[diary_login]
    Should Be Equal    ${record}[${name}]    ${value}

Claim
    [Arguments]    ${name}
    Take Screenshot    ${PICTURES}/${name}
