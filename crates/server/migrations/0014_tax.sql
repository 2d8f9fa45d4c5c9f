-- What the tax office answered of a shop's business number, where it is asked.
create table tax_answers (
    shop_id bigint primary key references shops (id) on delete cascade,
    -- The number that it was asked about.
    number text not null,
    -- goes_on, paused, closed, unknown
    standing text not null,
    asked_at bigint not null
);
