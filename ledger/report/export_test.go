package report

// HistoryQueries are the queries that find a household's history and its sums.
var HistoryQueries = []string{historyQuery, paidSinceQuery, lastPaidQuery, paidOfQuery}

// GuardQueries are the queries that find the payments which passed guards.
var GuardQueries = []string{byGuardQuery, byCashierQuery, guardedQuery}
