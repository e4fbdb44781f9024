package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
)

// What somebody owes or has with the house is held against what it follows from at every opening, whichever way it was changed.
func TestOpenSumsAreCheckedAtTheOpening(t *testing.T) {
	c := richBook(t)
	v := newVictim(t, c)
	open := "undone = 0 AND kind <> 'deposit' AND paid_fen + reduced_fen < amount_fen"
	for name, script := range map[string]string{
		"a bill passes for paid":             "UPDATE bills SET paid_fen = amount_fen - reduced_fen WHERE id = (SELECT id FROM bills WHERE " + open + " LIMIT 1);",
		"a bill passes for paid in part":     "UPDATE bills SET paid_fen = paid_fen + 1 WHERE id = (SELECT id FROM bills WHERE " + open + " AND amount_fen > 100 LIMIT 1);",
		"a bill passes for reduced":          "UPDATE bills SET reduced_fen = reduced_fen + 1 WHERE id = (SELECT id FROM bills WHERE " + open + " AND amount_fen > 100 LIMIT 1);",
		"a bill passes for undone":           "UPDATE bills SET undone = 1 WHERE id = (SELECT id FROM bills WHERE " + open + " AND paid_fen = 0 LIMIT 1);",
		"a bill owes less":                   "UPDATE bills SET amount_fen = amount_fen - 1 WHERE id = (SELECT id FROM bills WHERE " + open + " AND amount_fen > 100 LIMIT 1);",
		"one owes for another":               "UPDATE bills SET paid_fen = paid_fen + 1 WHERE id = (SELECT min(id) FROM bills WHERE " + open + " AND amount_fen > 100); UPDATE bills SET paid_fen = paid_fen - 1 WHERE id = (SELECT max(id) FROM bills WHERE " + open + ");",
		"a household has more":               "UPDATE credits SET balance_fen = balance_fen + 1 WHERE (object, purpose) = (SELECT object, purpose FROM credits LIMIT 1);",
		"a prepayment is for something else": "UPDATE credits SET purpose = purpose || 'x' WHERE (object, purpose) = (SELECT object, purpose FROM credits WHERE balance_fen > 0 LIMIT 1);",
		"a deposit is larger":                "UPDATE bills SET paid_fen = paid_fen + 1 WHERE id = (SELECT id FROM bills WHERE kind = 'deposit' AND paid_fen > 0 LIMIT 1);",
		"more of a deposit is left":          "UPDATE deposits SET used_fen = used_fen + 1 WHERE bill = (SELECT bill FROM deposits LIMIT 1);",
		"an allocation is gone":              "DELETE FROM allocations WHERE bill = (SELECT id FROM bills WHERE " + open + " AND paid_fen <> 0 LIMIT 1);",
	} {
		t.Run(name, func(t *testing.T) {
			path := v.copied(t, v.disarm+script+v.arm)
			book, findings, err := ledger.Open(c.ctx, path, ledger.OpenOptions{})
			require.NoError(t, err)
			require.NotEmpty(t, findings)
			require.NotNil(t, book.Store.Latched(), "no money")
			require.NoError(t, book.Close())
		})
	}
	book, findings, err := ledger.Open(c.ctx, v.copied(t, v.disarm+v.arm), ledger.OpenOptions{})
	require.NoError(t, err)
	require.Empty(t, findings)
	require.NoError(t, book.Close())
}
