-- The few tenures that the findings of the register must look into more closely than their dates: read from
-- ours rather than from the source, corrected, under an id that their source uses twice, or held by nobody who takes a seat.
create index register_assertion_remarkable on register_assertion (slug)
  where kind = 'tenure' and superseded is null and (
    data ? 'interpretation' or change = 'correction' or locator like '%(repeated: %'
    or not (data @? '$.capacities[*].capacity ? (@ == "titular" || @ == "interino")')
  );
