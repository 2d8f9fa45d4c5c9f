-- The street: windows, shops, products, pictures and clips.
--
-- One text for SQLite and PostgreSQL. So: ids are numbers that the program gives (time first, so that they rise),
-- truth is a bigint 0 or 1, times are milliseconds of UTC, money is whole minor units, lists are JSON text.
-- Text in two languages is two columns; an empty language is null.

-- One row. Each write transaction raises it, so that every running copy learns of a change.
create table data_version (
    id bigint primary key,
    version bigint not null
);
insert into data_version (id, version) values (1, 1);

create table pictures (
    -- Sixteen hexadecimal digits of the SHA-256 of the original.
    id text primary key,
    width bigint not null,
    height bigint not null,
    -- rrggbb
    colour text not null,
    -- JSON list of the kept widths, rising.
    widths text not null,
    created_at bigint not null
);

create table windows (
    id bigint primary key,
    slug text not null unique,
    name_ko text,
    name_en text,
    about_ko text,
    about_en text,
    entry_rule_ko text,
    entry_rule_en text,
    -- One of the lights that the style sheets know.
    light text not null,
    position bigint not null,
    picture_id text references pictures (id)
);

create table shops (
    id bigint primary key,
    slug text not null unique,
    -- draft, open, paused, closed
    state text not null,
    name_ko text,
    name_en text,
    tagline_ko text,
    tagline_en text,
    story_ko text,
    story_en text,
    notice_ko text,
    notice_en text,
    district_ko text,
    district_en text,
    address_ko text,
    address_en text,
    postcode text,
    -- Degrees of WGS 84 times a million.
    latitude_e6 bigint,
    longitude_e6 bigint,
    phone text,
    email text,
    representative text,
    business_number text,
    mail_order_number text,
    currency text not null,
    -- IANA name; hours are in it.
    zone text not null,
    -- JSON: seven lists of {from, to} in minutes, Monday first; null where not known.
    hours text,
    -- JSON: list of {from, to, ko, en}.
    holidays text,
    delivery_fee bigint,
    delivery_free_from bigint,
    delivery_days_least bigint,
    delivery_days_most bigint,
    pickup_minutes bigint,
    opened_at bigint,
    created_at bigint not null,
    updated_at bigint not null
);
create index shops_opened on shops (state, opened_at, id);

create table shop_windows (
    shop_id bigint not null references shops (id) on delete cascade,
    window_id bigint not null references windows (id),
    position bigint not null,
    primary key (shop_id, window_id)
);
create index shop_windows_window on shop_windows (window_id, shop_id);

create table shop_pictures (
    shop_id bigint not null references shops (id) on delete cascade,
    position bigint not null,
    picture_id text not null references pictures (id),
    alt_ko text,
    alt_en text,
    primary key (shop_id, position)
);

create table collections (
    id bigint primary key,
    shop_id bigint not null references shops (id) on delete cascade,
    slug text not null,
    name_ko text,
    name_en text,
    position bigint not null,
    unique (shop_id, slug)
);

create table products (
    id bigint primary key,
    shop_id bigint not null references shops (id) on delete cascade,
    slug text not null,
    -- shown, hidden (later also draft)
    state text not null,
    name_ko text,
    name_en text,
    -- Sanitised HTML.
    description_ko text,
    description_en text,
    kind_ko text,
    kind_en text,
    vendor text,
    tags text,
    origin_ko text,
    origin_en text,
    -- Of the variants, kept up by the program at each write, so that a list reads one row a product:
    -- the lowest price, what that one cost before, whether others cost more, whether any is in stock.
    price bigint not null,
    before bigint,
    price_varies bigint not null,
    in_stock bigint not null,
    currency text not null,
    picture_id text references pictures (id),
    created_at bigint not null,
    updated_at bigint not null,
    unique (shop_id, slug)
);
-- Lists of a shop: what is in stock first, then newest.
create index products_shop_newest on products (shop_id, state, in_stock, created_at, id);
create index products_newest on products (state, in_stock, created_at, id);

-- One row for each window in which a product is shown: what window lists sort by, so that a page reads one index.
create table window_products (
    window_id bigint not null references windows (id),
    product_id bigint not null references products (id) on delete cascade,
    in_stock bigint not null,
    created_at bigint not null,
    price bigint not null,
    primary key (window_id, product_id)
);
create index window_products_newest on window_products (window_id, in_stock, created_at, product_id);
create index window_products_price on window_products (window_id, in_stock, price, product_id);
create index window_products_product on window_products (product_id);

create table collection_products (
    collection_id bigint not null references collections (id) on delete cascade,
    product_id bigint not null references products (id) on delete cascade,
    position bigint not null,
    primary key (collection_id, product_id)
);
create index collection_products_product on collection_products (product_id);

create table options (
    id bigint primary key,
    product_id bigint not null references products (id) on delete cascade,
    position bigint not null,
    name_ko text,
    name_en text,
    unique (product_id, position)
);

create table option_values (
    id bigint primary key,
    option_id bigint not null references options (id) on delete cascade,
    position bigint not null,
    value_ko text,
    value_en text,
    unique (option_id, position)
);

create table variants (
    id bigint primary key,
    product_id bigint not null references products (id) on delete cascade,
    position bigint not null,
    -- Of each option in order, the position of its value; null past the last option.
    value1 bigint,
    value2 bigint,
    value3 bigint,
    sku text,
    barcode text,
    grams bigint,
    price bigint not null,
    before bigint,
    stock bigint not null check (stock >= 0),
    unique (product_id, position)
);

create table product_pictures (
    product_id bigint not null references products (id) on delete cascade,
    position bigint not null,
    -- Null while the picture has not been fetched, or where it could not be.
    picture_id text references pictures (id),
    source text,
    -- kept, waiting, failed
    state text not null,
    why text,
    alt_ko text,
    alt_en text,
    primary key (product_id, position)
);
create index product_pictures_state on product_pictures (state, product_id);

create table clips (
    id bigint primary key,
    slug text not null unique,
    shop_id bigint not null references shops (id) on delete cascade,
    title_ko text,
    title_en text,
    about_ko text,
    about_en text,
    -- file, youtube, vimeo, naver
    provider text not null,
    -- The provider's id, or the name of the file in the media store.
    source text not null,
    seconds bigint not null,
    width bigint not null,
    height bigint not null,
    poster_id text references pictures (id),
    created_at bigint not null
);
create index clips_newest on clips (created_at, id);
create index clips_shop on clips (shop_id, created_at, id);

create table clip_captions (
    clip_id bigint not null references clips (id) on delete cascade,
    lang text not null,
    -- The name of the WebVTT file in the media store.
    source text not null,
    primary key (clip_id, lang)
);

create table moments (
    clip_id bigint not null references clips (id) on delete cascade,
    position bigint not null,
    -- Seconds from the start.
    at bigint not null,
    product_id bigint references products (id) on delete set null,
    label_ko text,
    label_en text,
    primary key (clip_id, position)
);
create index moments_product on moments (product_id);

-- Addresses that things had before; asked for, they answer 301. kind: shop, product, clip.
create table moved_slugs (
    kind text not null,
    -- 0 for shops and clips.
    shop_id bigint not null,
    slug text not null,
    target_id bigint not null,
    primary key (kind, shop_id, slug)
);

-- The seven windows. A new street has these and nothing else; an operator may add to them.
insert into windows (id, slug, name_ko, name_en, about_ko, about_en, entry_rule_ko, entry_rule_en, light, position) values
    (1, 'fashion', '패션', 'Fashion', '동네 편집숍과 공방에서 고른 옷과 소품', 'Clothes and accessories from neighbourhood boutiques and ateliers',
     '직접 운영하는 오프라인 의류·잡화 매장이 있어야 합니다. 매장에서 찍은 사진을 올려 주세요.',
     'You run an offline shop for clothes or accessories. Show photos taken in the shop.', 'indigo', 1),
    (2, 'living', '리빙', 'Living', '손으로 빚고 깎은 살림, 오래 두고 쓰는 것들', 'Things for the home, thrown and carved by hand, made to last',
     '오프라인 매장이나 작업실이 있어야 합니다. 매장 없이 만드는 분은 제작 과정을 보여 주세요.',
     'You run an offline shop or a workshop. Makers without a shop show how the things are made.', 'amber', 2),
    (3, 'fresh', '신선식품', 'Fresh food', '산지와 시장 골목에서 오늘 들어온 먹거리', 'What came in today from farms, harbours and market alleys',
     '산지에서 직접 기르거나 잡거나, 시장에 점포가 있어야 합니다. 모든 상품에 원산지를 적어 주세요.',
     'You grow or catch it yourself, or keep a stall in a market. Name the origin of every product.', 'green', 3),
    (4, 'department', '백화점', 'Department store', '백화점과 전문점의 매장 직원이 고른 물건', 'Chosen by the people on the floor of department and specialist stores',
     '백화점이나 전문점에 입점한 매장이어야 합니다. 매장이 없다면 정품만 판매한다는 증명이 필요합니다.',
     'You have a counter in a department or specialist store. Without one, prove that you sell only genuine goods.', 'brass', 4),
    (5, 'beauty', '뷰티', 'Beauty', '작은 화장품 공방과 동네 뷰티숍', 'Small makers of cosmetics and neighbourhood beauty shops',
     '오프라인 뷰티 매장이 있거나 화장품책임판매업을 등록해야 합니다.',
     'You run an offline beauty shop, or are registered as responsible for cosmetics.', 'rose', 5),
    (6, 'kids', '키즈', 'Kids', '아이가 입고 읽고 노는 것들', 'What children wear, read and play with',
     '아이용품 오프라인 매장이 있어야 합니다. 어린이제품에는 안전 인증 표시가 필요합니다.',
     'You run an offline shop for children''s things. Products for children carry their safety mark.', 'apricot', 6),
    (7, 'leisure', '레저', 'Leisure', '산과 물가, 길 위에서 쓰는 도구', 'Gear for hills, water and the road',
     '레저·취미용품 오프라인 매장이나 대여점이 있어야 합니다.',
     'You run an offline shop or a rental for leisure and hobby goods.', 'sky', 7);
