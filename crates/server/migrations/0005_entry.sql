-- Entering: what each window asks of a shop, who asks to enter, and what proves it.
--
-- Like people, none of this is on a page for shoppers, but for the words of the entry rule.

create table requirements (
    id bigint primary key,
    window_id bigint not null references windows (id) on delete cascade,
    position bigint not null,
    -- offline_shop, representative, business_number, mail_order_number: seen from what the shop says of itself;
    -- declared: said by the merchant; document: proven by a file.
    kind text not null,
    -- Of those of a window that have the same word here, one is enough.
    either text,
    ko text not null,
    en text not null
);
create index requirements_window on requirements (window_id, position);

create table applications (
    id bigint primary key,
    shop_id bigint not null references shops (id) on delete cascade,
    window_id bigint not null references windows (id),
    -- draft, submitted, asked, accepted, refused
    state text not null,
    -- What the operator said last.
    words text,
    submitted_at bigint,
    created_at bigint not null,
    updated_at bigint not null,
    unique (shop_id, window_id)
);
create index applications_state on applications (state, submitted_at);

-- What the merchant says is so.
create table declarations (
    application_id bigint not null references applications (id) on delete cascade,
    requirement_id bigint not null references requirements (id) on delete cascade,
    at bigint not null,
    primary key (application_id, requirement_id)
);

-- Private: shown to the shop's owner and to operators, and deleted when due.
create table documents (
    id bigint primary key,
    application_id bigint not null references applications (id) on delete cascade,
    requirement_id bigint not null references requirements (id) on delete cascade,
    name text not null,
    -- image/jpeg, application/pdf
    kind text not null,
    bytes bigint not null,
    created_at bigint not null,
    due_at bigint not null
);
create index documents_application on documents (application_id, created_at);
create index documents_due on documents (due_at);

-- Their bytes: in the database, so that they are written with their row, kept from the public media, and in each backup.
create table document_pieces (
    document_id bigint not null references documents (id) on delete cascade,
    position bigint not null,
    -- Base64.
    piece text not null,
    primary key (document_id, position)
);

insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 1, id, 1, 'offline_shop', 'place', '직접 운영하는 오프라인 매장이 있습니다: 주소, 영업시간, 매장 정면 사진',
        'You run an offline shop: its address, its hours, a photo of its front' from windows;
insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 2, id, 2, 'document', 'place', '매장이 없다면, 정품만 판매한다는 증명 (공급 계약서나 수입 신고서)',
        'Without a shop: proof that you sell only genuine goods (a supply contract or an import declaration)'
        from windows where slug not in ('fresh', 'beauty', 'living');
insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 2, id, 2, 'document', 'place', '매장이 없다면, 직접 만드는 과정을 보여 주는 사진',
        'Without a shop: photos of how you make the things yourself' from windows where slug = 'living';
insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 2, id, 2, 'document', 'place', '점포가 없다면, 직접 기르거나 잡는다는 증명 (농업경영체 등록 확인서, 어업 허가증)',
        'Without a stall: proof that you grow or catch it yourself' from windows where slug = 'fresh';
insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 2, id, 2, 'document', 'place', '매장이 없다면, 화장품책임판매업 등록필증',
        'Without a shop: your registration as responsible for cosmetics' from windows where slug = 'beauty';
insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 3, id, 3, 'representative', null, '대표자 이름', 'The name of the representative' from windows;
insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 4, id, 4, 'business_number', null, '사업자등록번호', 'The business number' from windows;
insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 5, id, 5, 'mail_order_number', 'mail_order', '통신판매업 신고번호', 'The mail-order number' from windows;
insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 6, id, 6, 'declared', 'mail_order', '통신판매업 신고가 면제되는 간이과세자입니다', 'You are a small taxpayer who needs no mail-order number' from windows;
insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 7, id, 7, 'declared', null, '모든 상품에 원산지를 적겠습니다', 'You will name the origin of every product' from windows where slug = 'fresh';
insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 7, id, 7, 'declared', null, '어린이제품에는 안전 인증 표시를 적겠습니다', 'You will name the safety mark of products for children' from windows where slug = 'kids';
insert into requirements (id, window_id, position, kind, either, ko, en)
    select id * 100 + 8, id, 8, 'declared', null, '매장의 상품과 사진이 실제와 같도록 지키겠습니다', 'You will keep products and photos as they are in the shop' from windows;

-- Why an operator has paused a shop; it opens again only once this is null.
alter table shops add column held_why text;
