package register_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/cashier/register"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/countertest"
)

// newCounter opens a counter on a demo book of staff alone, signed in as its manager.
func newCounter(t *testing.T) *cashier.Counter {
	t.Helper()
	counter := countertest.Open(t)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	return counter
}

func TestRegister(t *testing.T) {
	ctx := context.Background()
	plan := func(t *testing.T, counter *cashier.Counter, csv string) *register.Plan {
		t.Helper()
		sheet, err := intake.Read(ctx, "register.csv", []byte(csv), "")
		require.NoError(t, err)
		planned, err := counter.Register.PlanSheet(ctx, sheet, intake.Options{})
		require.NoError(t, err)
		return planned
	}

	t.Run("a space that two rooms name stays with the first, and comes in once", func(t *testing.T) {
		counter := newCounter(t)
		csv := "房号,业主,电话,建筑面积,车位号\n1-1-101,张三,13800000001,88.5,B1-001\n1-1-102,李四,13800000002,90,B1-001\n"
		planned := plan(t, counter, csv)
		_, err := counter.Register.Take(ctx, planned, false, session.Second{})
		require.NoError(t, err)
		for typed, spaces := range map[string]int{"11101": 1, "11102": 0} {
			household, err := counter.Households.Read(ctx, counter.Households.Find(typed, 1).Hits[0].Object)
			require.NoError(t, err)
			require.Len(t, household.Spaces, spaces)
		}
		require.Zero(t, plan(t, counter, csv).Outcome.Changes(), "the same file again changes nothing")
	})
	t.Run("a corrected file changes only what it corrects", func(t *testing.T) {
		counter := newCounter(t)
		planned := plan(t, counter, "房号,业主,电话,建筑面积,欠费金额,预存余额\n1-1-101,张三,13800000001,88.5,100.50,20\n1-1-102,李四,13800000002,90,0,0\n")
		_, err := counter.Register.Take(ctx, planned, false, session.Second{})
		require.NoError(t, err)
		planned = plan(t, counter, "房号,业主,电话,建筑面积,欠费金额,预存余额\n1-1-101,张三,13800000001,88.5,90.50,30\n1-1-102,李四,13800000009,90,0,0\n")
		require.Len(t, planned.Outcome.Rooms, 1)
		require.Equal(t, "1-1-102", planned.Outcome.Rooms[0].Code)
		require.Len(t, planned.Outcome.Arrears, 1)
		require.Len(t, planned.Outcome.Credits, 1)
		_, err = counter.Register.Take(ctx, planned, false, session.Second{})
		require.NoError(t, err)
		household, err := counter.Households.Read(ctx, counter.Households.Find("11101", 1).Hits[0].Object)
		require.NoError(t, err)
		require.Equal(t, "90.50", household.OwedFen.String())
		require.Equal(t, "30.00", household.CreditFen.String())
	})
}
