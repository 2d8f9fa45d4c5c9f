-- What shoppers report, and what operators hold off the street.

alter table products add column held_why text;
alter table clips add column held_why text;

create table reports (
    id bigint primary key,
    shop_id bigint not null references shops (id) on delete cascade,
    -- shop, product, clip
    kind text not null,
    -- Of a product or a clip; 0 of the shop.
    thing_id bigint not null,
    reason text not null,
    words text not null,
    created_at bigint not null,
    closed_at bigint
);
create index reports_waiting on reports (closed_at, created_at, id);
create index reports_thing on reports (shop_id, kind, thing_id);
