package cashier

import "context"

// Step is one line of what comes next on a new counter: the page it is done on, and whether the book shows it as done.
type Step struct {
	// Name is the end of the text keys steps.NAME and steps.NAME.about; Page is the name of the page in the rail.
	Name, Page string
	Done       bool
}

// stepsHidden is the local setting of who put the list away.
const stepsHidden = "steps_hidden"

// NextSteps returns the first day's work in its order, or nothing when all of it is done, when it was put away and for a demo
// book.
func (c *Counter) NextSteps(ctx context.Context) ([]Step, error) {
	policies, err := c.Book.Policies(ctx)
	if err != nil || policies.Demo {
		return nil, err
	}
	if hidden, err := c.LocalSetting(ctx, stepsHidden); err != nil || hidden != "" {
		return nil, err
	}
	done, err := c.Book.FirstSteps(ctx)
	if err != nil {
		return nil, err
	}
	printer, _ := c.Printing.Printer()
	steps := []Step{{"printer", "settings", printer != "none" && printer != ""}, {"rules", "settings", policies.RulePack != ""}, {"people", "people", done.People}, {"rooms", "intake", done.Rooms},
		{"items", "charging", done.Items}, {"shift", "shift", done.Shift}}
	for _, step := range steps {
		if !step.Done && step.Name != "rules" { // a book without rules is a book, too
			return steps, nil
		}
	}
	return nil, nil
}

// HideNextSteps puts the list away on this machine for good.
func (c *Counter) HideNextSteps(ctx context.Context) error {
	return c.SetLocalSetting(ctx, stepsHidden, "yes")
}
