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
-- What of the actor's reach lies within a unit; without a unit the whole reach. Of areas within each other, the wider one.
create function shared.areas_of_reach(unit text) returns setof text language sql stable parallel safe as $$
  with area as (
    select distinct case when unit is null or range ^@ unit then range when unit ^@ range then unit end as path
    from unnest(nullif(current_setting('bihuan.ranges', true), '')::text[]) range)
  select path from area where path is not null
    and not exists (select from area wider where area.path ^@ wider.path and area.path <> wider.path)
$$;
-- Both the area and the department line: what a roll-up may show.
create function shared.in_reach(path text, department text) returns boolean language sql stable parallel safe as $$
  select current_setting('bihuan.ranges', true) ^@ '{/'
     and path ^@ any (nullif(current_setting('bihuan.ranges', true), '')::text[])
     and (current_setting('bihuan.line', true) = '*'
       or (department <> '' and current_setting('bihuan.line', true) = department))
$$;
