package register

import (
	"context"
	"io"
	"slices"

	"shouqi/cashier/intake"
	"shouqi/cashier/newfile"
	"shouqi/cashier/session"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Plan is a dry run of a register file: what the file says, and what taking its good rows would do to the book.
type Plan struct {
	*intake.Plan
	Outcome ledger.RegisterOutcome
	// SumsSeen says that a person has looked at the sums that are far larger than the others (LargeSums) and wants them.
	SumsSeen bool

	register ledger.Register
}

// PlanSheet works out, without changing anything, what a sheet would do; a changed mapping needs no second reading. It
// answers what ledger.TakeRegister answers.
func (c *Register) PlanSheet(ctx context.Context, sheet *intake.Sheet, options intake.Options) (*Plan, error) {
	return c.PlanSheets(ctx, []*intake.Sheet{sheet}, options)
}

// PlanSheets is PlanSheet for several sheets of one file, to be taken in together; see intake.LoadAll.
func (c *Register) PlanSheets(ctx context.Context, sheets []*intake.Sheet, options intake.Options) (*Plan, error) {
	plan, err := intake.PlanAll(ctx, sheets, options)
	if err != nil {
		return nil, err
	}
	planned := &Plan{Plan: plan, register: registerOf(plan)}
	planned.Outcome, err = c.session.Book.TakeRegister(ctx, c.session.Who(), planned.register, true)
	return planned, err
}

// Take takes a planned register in. A plan with refused rows is taken only when the person chose to take the good
// ones (takeGood); otherwise it answers intake.refused and nothing comes in by halves. Sums far larger than the others must
// have been seen (intake.sums). Second agrees where it takes more off
// the arrears than one person may alone, and where it changes who owes or what is owed.
func (c *Register) Take(ctx context.Context, plan *Plan, takeGood bool, second session.Second) (ledger.RegisterOutcome, error) {
	if len(plan.Refused) > 0 && !takeGood {
		return ledger.RegisterOutcome{}, store.Refuse(intake.CodeRefused, len(plan.Refused))
	}
	if count := plan.LargeSums(); count > 0 && !plan.SumsSeen {
		return ledger.RegisterOutcome{}, store.Refuse(intake.CodeSums, count)
	}
	by, register := c.session.Who(), plan.register
	var err error
	if plan.LoweredArrears().Count > 0 {
		if register.Approval, err = c.session.Approval(ctx, by, second, staff.UndoBills); err != nil {
			return ledger.RegisterOutcome{}, err
		}
	}
	if len(plan.Outcome.Owed) > 0 || plan.LoweredArrears().Count == 0 { // asked for only now, it is the register's people
		if register.Mending, err = c.session.Approval(ctx, by, second, staff.ChangeOwing); err != nil {
			return ledger.RegisterOutcome{}, err
		}
	}
	return c.session.Book.TakeRegister(ctx, by, register, false)
}

// LoweredArrears returns how many rooms' opening arrears the plan makes less, and by how much in all.
func (p *Plan) LoweredArrears() (all billing.Lowered) {
	for _, change := range p.Outcome.Arrears {
		if less := change.OldFen - change.NewFen; less > 0 {
			all = all.Plus(billing.Lowered{Count: 1, Fen: less})
		}
	}
	return all
}

// WriteRefused writes the refused rows of a plan to a new workbook, to be mended and taken in again; an existing file is
// store.exists.
func WriteRefused(plan *intake.Plan, path string) error {
	return newfile.Create(path, func(w io.Writer) error { return intake.WriteRefused(w, plan) })
}

// registerOf turns what intake read into what the ledger takes.
func registerOf(plan *intake.Plan) ledger.Register {
	register := ledger.Register{FileHash: plan.FileHash, Refused: len(plan.Refused)}
	spaces := make(map[string]bool)
	for _, row := range plan.Rows {
		// A space that two rows name stays with the first, as the row's warning says.
		room := rowOf(row)
		room.Spaces = slices.DeleteFunc(slices.Clone(row.Spaces), func(space string) bool { return spaces[space] })
		for _, space := range room.Spaces {
			spaces[space] = true
		}
		register.Rooms = append(register.Rooms, room)
		for _, arrears := range row.Arrears {
			register.Arrears = append(register.Arrears, billing.OpeningArrears{Room: row.Room.Code, Item: arrears.Item, Fen: arrears.Fen})
		}
		if row.PrepaidFen > 0 {
			register.Credits = append(register.Credits, till.OpeningCredit{Room: row.Room.Code, Fen: row.PrepaidFen})
		}
	}
	return register
}

func rowOf(row intake.Row) estate.Row {
	room := estate.Row{Code: row.Room.Code, Building: row.Room.Building, Unit: row.Room.Unit, Floor: row.Room.Floor, Number: row.Room.Number,
		Use: row.Room.Use, Layout: row.Room.Layout, AreaCentiM2: row.Room.AreaCentiM2, State: row.Room.State, HandoverOn: row.Room.HandoverOn,
		Fields: row.Room.Fields, Spaces: row.Spaces, Plates: row.Plates, Remark: row.Remark, DeedNo: row.DeedNo,
		SpaceLocations: make(map[string]string), SpaceStates: make(map[string]string), SpaceHandovers: make(map[string]calendar.Date)}
	for i, space := range row.Spaces {
		if len(row.Locations) > i {
			room.SpaceLocations[space] = row.Locations[i]
		}
		if len(row.States) > i {
			room.SpaceStates[space] = row.States[i]
		}
		if len(row.Handovers) > i {
			room.SpaceHandovers[space] = row.Handovers[i]
		}
	}
	for _, party := range row.Parties {
		told := toldParty(party)
		if party.Role == intake.Tenant {
			room.Tenants = append(room.Tenants, told)
		} else {
			room.Owners = append(room.Owners, told)
		}
	}
	return room
}

func toldParty(party intake.Party) estate.RowParty {
	return estate.RowParty{Kind: string(party.Kind), Name: party.Name, Was: party.Was, Phones: party.Phones, IDNumber: party.IDNumber, ShareBasisPoints: party.ShareBasisPoints}
}
