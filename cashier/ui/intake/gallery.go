package intake

import (
	"fmt"

	"shouqi/cashier/intake"
	"shouqi/cashier/register"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// samplePlan is a register with a bit of everything.
func samplePlan() *register.Plan {
	plan := &intake.Plan{FileName: "阳光花园房产台账2026.xlsx", Columns: intake.Columns{HeaderLine: 3,
		List: []intake.Column{{Index: 14, Letter: "O", Title: "电梯编号", Header: "电梯编号"}}}}
	outcome := ledger.RegisterOutcome{}
	names := []string{"张建国", "王秀英", "李国强", "刘洋、陈静", "杨帆", "赵敏"}
	for index, name := range names {
		code := fmt.Sprintf("1-1-%d01", index+1)
		room := intake.Row{Line: index + 4, Room: intake.Room{Code: code, AreaCentiM2: 8930 + int64(index)*310},
			Parties: []intake.Party{{Kind: intake.Person, Role: intake.Owner, Name: name}}}
		if index%2 == 0 {
			fen := money.Fen(25450 * (index + 1))
			room.Arrears = []intake.Arrears{{Item: intake.OpeningArrears, Fen: fen}}
			outcome.Arrears = append(outcome.Arrears, billing.OpeningChange{Room: code, Item: intake.OpeningArrears, NewFen: fen})
		}
		if index == 3 {
			room.PrepaidFen = 50000
			outcome.Credits = append(outcome.Credits, till.OpeningCreditChange{Room: code, NewFen: 50000})
		}
		plan.Rows = append(plan.Rows, room)
		outcome.Rooms = append(outcome.Rooms, estate.Change{Code: code, New: true})
	}
	plan.Rows = append(plan.Rows, intake.Row{Room: intake.Room{Code: "2-1-301"}, Warnings: []intake.Issue{{Cell: "H12", Text: "H12 单元格“欠费金额”是 98000.00，比别的房多得多，请核对。"}}})
	outcome.Rooms = append(outcome.Rooms, estate.Change{Code: "2-1-301", Fields: []estate.FieldChange{{Name: "area", Old: "98.30", New: "98.50"}, {Name: "owner_phone", Old: "", New: "13800001111"}}})
	return &register.Plan{Plan: plan, Outcome: outcome}
}

func sampleRefused(plan *register.Plan) {
	plan.Refused = []intake.Refusal{
		{Line: 6, Issues: []intake.Issue{{Cell: "E6", Text: "E6 单元格“联系电话”被表格软件改成了 1.38E+10，后几位已经丢了：请按原始登记重新输入，并把格子设成文本。"}}},
		{Line: 9, Issues: []intake.Issue{{Cell: "C9", Text: "C9 单元格“建筑面积”写的是“abc”，不是面积。"}, {Cell: "G9", Text: "G9 单元格“交房日期”没有这一天。"}}},
	}
	plan.Totals = []intake.TotalCheck{{Line: 15, Cell: "H15", Column: "欠费金额", Label: "合计", Written: "12,000.00", Sum: "11,520.00", TakenSum: "9,120.00"}}
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	draw := func(set func(s *Screen)) func(frame *shell.Shell) {
		return func(frame *shell.Shell) {
			screen := New(frame, nil, Deps{Explain: func(error) string { return "" }, Changed: func() {}, Folder: "/home/wangli/收讫"})
			forms.Sample(frame, screen, "intake")
			set(screen)
		}
	}
	return []shell.Picture{
		{Name: "intake-choose", Draw: draw(func(s *Screen) { s.entry.SetText("/home/wangli/桌面/阳光花园房产台账2026.xlsx") })},
		{Name: "intake-whole", Draw: draw(func(s *Screen) { s.setPlan(samplePlan()) })},
		{Name: "intake-refused", Draw: draw(func(s *Screen) {
			plan := samplePlan()
			sampleRefused(plan)
			s.setPlan(plan)
		})},
		{Name: "intake-done", Draw: draw(func(s *Screen) {
			s.outcome = samplePlan().Outcome
			s.goTo(done)
		})},
	}
}
