package cashier

import (
	"context"

	"shouqi/cashier/spool"
	"shouqi/devices"
)

// Printed says what is known of the newest paper of a receipt. State is "" when none was ever asked for.
type Printed struct {
	Job    int64
	Copy   int // 1 is the original
	State  spool.State
	Reason devices.Reason
}

// Printed reads what became of a receipt's newest copy.
func (c *Counter) Printed(ctx context.Context, number string) (Printed, error) {
	jobs, err := c.Spool.OfSubject(ctx, number)
	var newest Printed
	for _, job := range jobs {
		if job.Copy >= newest.Copy {
			newest = Printed{Job: job.ID, Copy: job.Copy, State: job.State, Reason: job.Reason}
		}
	}
	return newest, err
}
