package staff_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/staff"
)

// What is typed may have the signs that part terms, or be long: it still is told, as itself alone.
func TestTermsAreToldOneByOneAndAsThemselvesAlone(t *testing.T) {
	terms := staff.NewTerms("reason", "wrong_room", "note", "", "why", "地砖；电梯").And(staff.NewTerms("on", "2026-11-20"))
	require.Equal(t, staff.Terms("reason=wrong_room;why=地砖；电梯;on=2026-11-20"), terms)
	require.Equal(t, []staff.Term{{"reason", "wrong_room"}, {"why", "地砖；电梯"}, {"on", "2026-11-20"}}, terms.All())
	require.Empty(t, staff.Terms("").All())
	require.Equal(t, staff.Terms("on=1"), staff.Terms("").And("on=1"))

	parted := staff.NewTerms("why", "a;on=2026-11-20")
	require.Len(t, parted.All(), 1, "nobody types a term into another")
	require.NotEqual(t, parted, staff.NewTerms("why", "a on 2026-11-20"))
	long := strings.Repeat("损", 300)
	require.NotEqual(t, staff.NewTerms("why", long+"一"), staff.NewTerms("why", long+"二"))
	require.LessOrEqual(t, len([]rune(staff.NewTerms("why", long).All()[0].Value)), 100)
	require.NotEqual(t, staff.Content("ab", "c"), staff.Content("a", "bc"))
}

// A name of a bill or a contract that is too long for a subject, or has its signs, stands for itself alone too.
func TestANameInASubjectStandsForItselfAlone(t *testing.T) {
	require.Equal(t, "1-1-202:门禁卡", staff.Called("1-1-202", "门禁卡"))
	require.Equal(t, "门禁卡", staff.CalledIn(staff.Called("1-1-202", "门禁卡")))
	require.NotEqual(t, staff.Called("a", "车位:地下"), staff.Called("a", "车位>地下"))
	require.Equal(t, 1, strings.Count(staff.Called("a", "车位:地下"), ":"))
	require.NotEqual(t, staff.Called("a", strings.Repeat("费", 50)+"1"), staff.Called("a", strings.Repeat("费", 50)+"2"))
}
