package settings

import (
	"context"
	"os"
	"path/filepath"

	"shouqi/cashier/people"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/voice"
	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// writeBackup makes the folder where it is missing and lets the book write its checked copy.
func (s *Screen) writeBackup(ctx context.Context, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return store.Unwritten(err, path)
	}
	return s.counter.Book.Backup(ctx, path)
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	sample := func(frame *shell.Shell, at int) *Screen {
		screen := New(frame, nil, Deps{Explain: func(error) string { return "" }, Changed: func() {}, Folder: "/home/wangli/收讫", LockMinutes: 10,
			Beside: func(string) error { return nil }, ToOthers: func() {}})
		screen.at = at
		screen.facts = facts{local: map[string]string{TrainingBook: "/home/wangli/.config/shouqi/练习.book"}, canSpeak: true, voice: voice.Settings{On: true, Volume: 80}, policies: estate.Policies{Estate: "阳光花园", Company: "阳光物业服务有限公司", Counter: "01", CutoffHour: 4, ClosedMonth: "2026-09", AllocationOrder: estate.ByDueDay},
			bounds: staff.Bounds{staff.RoundingMax: 9, staff.DifferenceMax: 1000, staff.MoveMax: 1000000, staff.WaiverMax: 0, staff.UndoMaxBills: 20, staff.UndoMaxFen: 500000,
				staff.UnverifiedMax: 500000, staff.UnverifiedShiftMax: 2000000, staff.UnverifiedMaxDays: 7}, printer: "tcp://192.168.1.50:9100?paper=80", path: "/home/wangli/.config/shouqi/book",
			merchants: []payment.Merchant{{Channel: payment.WeChat, Number: "1900000109", Pretend: true}}, connected: []payment.Channel{payment.WeChat},
			headSeq: 5121, headHash: "9f86d081884c7d659f86d081884c7d659f86d081884c7d659f86d081884c7d65"}
		forms.Sample(frame, screen, "settings")
		return screen
	}
	return []shell.Picture{
		{Name: "settings", Draw: func(frame *shell.Shell) { sample(frame, 6) }},
		{Name: "settings-book", Draw: func(frame *shell.Shell) { sample(frame, 54) }},
		{Name: "settings-channels", Draw: func(frame *shell.Shell) { sample(frame, 46) }},
		{Name: "settings-printer", Draw: func(frame *shell.Shell) { sample(frame, 6).askPrinter() }},
		{Name: "settings-limit", Draw: func(frame *shell.Shell) { sample(frame, 36) }},
		{Name: "settings-recovery", Draw: func(frame *shell.Shell) {
			screen := sample(frame, 6)
			screen.facts.takesTwo = true
			screen.askRecovery()
		}},
		{Name: "settings-fen", Draw: func(frame *shell.Shell) {
			screen := sample(frame, 36) // a limit in fen
			screen.items[36].do()
		}},
		{Name: "settings-confirm", Draw: func(frame *shell.Shell) {
			screen := sample(frame, 28) // what money means
			screen.items[28].do()
		}},
		{Name: "settings-rules", Draw: func(frame *shell.Shell) {
			screen := sample(frame, 32) // before the rules of a place are chosen they are read
			pack, err := people.Pack("日照")
			if err == nil {
				screen.agree(screen.items[32], pack.Name, frame.Text("settings.rule_pack.which", screen.ruleLines(pack)), estate.PolicyRulePack, pack.Place)
			}
		}},
	}
}
