-- For each of the last versions of the data, the shops that the write touched, and with them all that they sell: one that
-- pauses or takes a holiday is read again by itself, not the whole street with it.
create table shop_changes (
    version bigint not null,
    shop_id bigint not null,
    primary key (version, shop_id)
);
