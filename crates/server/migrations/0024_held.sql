-- Few things are held, and which they are is asked often: their files are served to nobody meanwhile.
create index products_held on products (id) where held_why is not null;
create index clips_held on clips (id) where held_why is not null;
-- Which files it showed when it was held, as a list in JSON: they stay away though its merchant puts others in their place.
alter table products add column held_files text;
alter table clips add column held_files text;
