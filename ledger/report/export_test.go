package report

// HistoryQueryText is the query that finds a household's history.
const HistoryQueryText = historyQuery
