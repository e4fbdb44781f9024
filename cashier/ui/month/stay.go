package month

// Stay returns the row that the cursor of a list belongs on after the list was read again: on what came new, so that it stands
// on what was just saved; else on what it stood on, wherever that is now; else where it was. was is the list as it was shown
// before, nil before the first time; id names a row.
func Stay[T any](was, now []T, at int, id func(T) string) int {
	end := max(len(now)-1, 0)
	if was == nil {
		return min(max(at, 0), end)
	}
	known := make(map[string]bool, len(was))
	for _, one := range was {
		known[id(one)] = true
	}
	stood := ""
	if at >= 0 && at < len(was) {
		stood = id(was[at])
	}
	found := -1
	for row, one := range now {
		if !known[id(one)] {
			return row
		}
		if id(one) == stood {
			found = row
		}
	}
	if found >= 0 {
		return found
	}
	return min(max(at, 0), end)
}
