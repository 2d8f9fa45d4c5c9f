-- Few things are held, and which they are is asked often: their files are served to nobody meanwhile.
create index products_held on products (id) where held_why is not null;
create index clips_held on clips (id) where held_why is not null;
