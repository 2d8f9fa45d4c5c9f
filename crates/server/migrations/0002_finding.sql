-- Finding: sub-categories, and which products each write has touched.

-- A tree for each window. What a product's kind is called decides where it belongs.
create table categories (
    id bigint primary key,
    window_id bigint not null references windows (id) on delete cascade,
    -- Stands in the list before those below it, by position.
    parent_id bigint references categories (id) on delete cascade,
    slug text not null,
    name_ko text,
    name_en text,
    position bigint not null,
    unique (window_id, slug)
);

-- What merchants call it: lower case, without spaces at its ends.
create table category_kinds (
    window_id bigint not null references windows (id) on delete cascade,
    kind text not null,
    category_id bigint not null references categories (id) on delete cascade,
    primary key (window_id, kind)
);

-- For each of the last versions of the data, the products that the write touched; 0 where it may have touched anything.
-- What a program holds in memory follows by it.
create table changes (
    version bigint not null,
    product_id bigint not null,
    primary key (version, product_id)
);
