-- By which token a link to a shop as it will be was made: it ends with that.
alter table previews add column token_id bigint references tokens (id) on delete cascade;
-- Whose maker works in the shop no more.
delete from previews where not exists
    (select 1 from members m where m.shop_id = previews.shop_id and m.account_id = previews.account_id);
