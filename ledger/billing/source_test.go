package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// fitting asks every room named for a deposit before it is fitted out: a source as one that is still to come.
type fitting struct {
	Rooms []string `json:"fittingOut"`
}

func (fitting) Title() string { return "装修押金" }

func (fitting) Items(*store.Tx) ([]string, error) { return []string{"装修押金"}, nil }

func (fitting) Right() staff.Action { return staff.IssueBills }

func (f fitting) Propose(run *billing.Proposing) error {
	for i, code := range f.Rooms {
		if err := run.At(i, len(f.Rooms)); err != nil {
			return err
		}
		room, err := estate.ByCode(run.Tx, code)
		if err != nil {
			return err
		}
		span := tariff.Span{From: run.Order.FromOn, To: run.Order.ToOn}
		if room.AreaCentiM2 == 0 {
			run.Except(billing.Exception{Object: room.ID, Code: code, Span: span, Err: store.Refuse(tariff.CodeNoArea, "建筑面积")})
			continue
		}
		bill := billing.NewBill{Item: "装修押金", Object: room.ID, FromOn: span.From, ToOn: span.To, Kind: billing.Deposit, DueOn: run.Today, AmountFen: 2_000_00}
		if bill.Revision, err = bill.NextRevision(run.Tx); err != nil {
			return err
		}
		if bill.Revision > 0 {
			run.Already()
			continue
		}
		if err := run.Take(billing.Proposed{NewBill: bill, Code: code}); err != nil {
			return err
		}
	}
	return nil
}

// A source needs to propose and nothing else: the run shows, digests, issues once and takes back.
func TestAnotherSourceIsOneMoreOfAKind(t *testing.T) {
	o := newOffice(t)
	o.register("2", estate.Row{Code: "1-1-101", AreaCentiM2: 9830}, estate.Row{Code: "1-1-102", AreaCentiM2: 12050})
	order := billing.Order{RequestID: "fitting", Source: fitting{[]string{"1-1-101", "1-1-102"}}, FromOn: "2026-11-01", ToOn: "2026-11-30"}
	seen := o.preview(order)
	require.Equal(t, 2, seen.Count)
	require.EqualValues(t, 4_000_00, seen.SumFen)
	require.Empty(t, o.bills("装修押金"), "a preview makes nothing")

	other := order
	other.Digest = "of another preview"
	_, code := o.run(other)
	require.Equal(t, "billing.changed", code)
	order.Digest = seen.Digest
	made, code := o.run(order)
	require.Empty(t, code)
	again, code := o.run(order)
	require.Empty(t, code)
	require.Equal(t, made.Run, again.Run)
	order.RequestID = "fitting again"
	_, code = o.run(order)
	require.Equal(t, "billing.already_all", code)
	order.RequestID, order.Source = "fitting", fitting{[]string{"1-1-101"}}
	_, code = o.run(order)
	require.Equal(t, "journal.request_reused", code)
	_, code = o.run(billing.Order{RequestID: "nobody", Source: fitting{[]string{"9-9-999"}}, FromOn: "2026-11-01", ToOn: "2026-11-30"})
	require.Equal(t, "estate.unknown_room", code)

	// The same request with a source of another kind is another request, even where it names the same.
	order.Source = billing.ItemSource{Item: "装修押金"}
	_, code = o.run(order)
	require.Equal(t, "journal.request_reused", code)

	_, code = o.undoAll([]string{o.bills("装修押金")[0].ID, o.bills("装修押金")[1].ID}, staff.Approval{})
	require.Empty(t, code)
	require.Empty(t, o.bills("装修押金"))
	order.Source = fitting{}
	_, code = o.adjust(order, "adjusted")
	require.Equal(t, "billing.nothing_to_adjust", code, "it cannot be compared")
	o.Verify()
}
