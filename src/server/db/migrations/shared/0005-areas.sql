-- Paths of areas: "/330109/113/245/" has a depth of 3, and its area at depth 2 is "/330109/113/".
create function shared.depth_of(path text) returns int language sql immutable parallel safe as $$
  select length(path) - length(replace(path, '/', '')) - 1
$$;
-- The area at that depth which holds the path; the path itself where it lies no deeper. Depths 1 to 4.
create function shared.area_at(path text, depth int) returns text language sql immutable parallel safe as $$
  select case
    when split_part(path, '/', depth + 1) = '' then path
    when depth = 1 then '/' || split_part(path, '/', 2) || '/'
    when depth = 2 then '/' || split_part(path, '/', 2) || '/' || split_part(path, '/', 3) || '/'
    when depth = 3 then '/' || split_part(path, '/', 2) || '/' || split_part(path, '/', 3) || '/' || split_part(path, '/', 4) || '/'
    else '/' || split_part(path, '/', 2) || '/' || split_part(path, '/', 3) || '/' || split_part(path, '/', 4) || '/'
      || split_part(path, '/', 5) || '/'
  end
$$;
-- Both the area and the department line: what a roll-up may show.
create function shared.in_reach(path text, department text) returns boolean language sql stable parallel safe as $$
  select current_setting('bihuan.ranges', true) ^@ '{/'
     and path ^@ any (nullif(current_setting('bihuan.ranges', true), '')::text[])
     and (current_setting('bihuan.line', true) = '*'
       or (department <> '' and current_setting('bihuan.line', true) = department))
$$;

-- By what a place is found: each character of its name, each two that stand together in name or address, and the areas in
-- which it stands. A search asks for those of its own words, and compares the words themselves with what it finds.
create function shared.grams(text) returns text[] language sql immutable strict parallel safe as $$
  select coalesce(array_agg(distinct substr(lower($1), i, 2)), '{}') from generate_series(1, length($1) - 1) i
$$;
create function shared.place_grams(name text, address text, scope_path text) returns text[] language sql immutable parallel safe as $$
  select shared.grams(name) || shared.grams(address) || string_to_array(lower(name), null)
    || array[shared.area_at(scope_path, 1), shared.area_at(scope_path, 2), shared.area_at(scope_path, 3), shared.area_at(scope_path, 4)]
$$;
