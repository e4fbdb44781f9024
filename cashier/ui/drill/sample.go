package drill

import (
	"shouqi/cashier/training"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
)

// sampleBeganMS is when the samples began: 2026-11-21 09:12 in China.
const sampleBeganMS = 1795223520000

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	result := func(name string, seconds ...int64) training.Result {
		r := training.Result{Name: name, BeganMS: sampleBeganMS}
		rooms := map[training.Task]string{training.ByRoom: "3-2-1201", training.ByInitial: "1-1-602", training.PartByTel: "2-1-1803", training.ByCode: "商铺-01"}
		for i, task := range training.Tasks() {
			step := training.Step{Task: task, Room: rooms[task], Name: "王练芳", Tail: "7919"}
			if i < len(seconds) {
				step.Done, step.Seconds = true, seconds[i]
				r.Done, r.Seconds = r.Done+1, r.Seconds+seconds[i]
			}
			r.Steps = append(r.Steps, step)
		}
		return r
	}
	picture := func(name string, prepare func(s *Screen)) shell.Picture {
		return shell.Picture{Name: name, Draw: func(frame *shell.Shell) {
			screen := New(frame, nil, Deps{Explain: func(error) string { return "" }, Back: func() {}, Begun: func() {}})
			forms.Sample(frame, screen, "settings")
			frame.SetMark(frame.Text("ui.training.mark"))
			prepare(screen)
			screen.show()
		}}
	}
	begun := result("王丽", 41, 38, 52, 66)
	return []shell.Picture{
		picture("drill", func(s *Screen) { s.drill, s.at = &begun, 4 }),
		picture("drill-none", func(*Screen) {}),
		picture("drill-results", func(s *Screen) {
			s.results = []training.Result{result("王丽", 41, 38, 52, 66, 48, 71, 19, 62, 95, 184), result("周婷", 75, 66, 91)}
			s.isResults = true
		}),
	}
}
