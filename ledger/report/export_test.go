package report

// HistoryQueries are the queries that find a household's history and its sums.
var HistoryQueries = []string{historyQuery, paidSinceQuery, lastPaidQuery, paidOfQuery}
