package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"shouqi/cashier"
	"shouqi/cashier/paper"
	"shouqi/cashier/spool"
	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// receiptPrintCommand prints a copy of a receipt, marked 补打 after the original, and waits for the paper.
type receiptPrintCommand struct {
	Number  string        `arg:"" help:"收据号。"`
	Printer string        `placeholder:"tcp://HOST:9100|file:///PATH" help:"打印机，不写就用这台电脑设好的。"`
	Wait    time.Duration `default:"30s" help:"最多等打印机多久。"`
}

// Run records the copy, sends it and says how sure the paper is. A copy of which nothing reached the printer is taken
// back, so that nothing prints by itself later.
func (c *receiptPrintCommand) Run(d *desk) error {
	return d.atCounter(func(counter *cashier.Counter) error { return c.print(d, counter) })
}

// atCounter does work at a counter opened on the book, which findings keep shut.
func (d *desk) atCounter(work func(counter *cashier.Counter) error) error {
	if d.Book == "" {
		return store.Refuse(codeNoBook)
	}
	d.await(0)
	typed, asBytes, err := d.passphrase()
	if err != nil {
		return err
	}
	counter, findings, err := cashier.Open(d.ctx, d.Book, ledger.OpenOptions{Key: vault.Key{Passphrase: typed}, Witness: witness.Here()})
	if asBytes != "" && store.Code(err) == vault.CodeWrongKey {
		counter, findings, err = cashier.Open(d.ctx, d.Book, ledger.OpenOptions{Key: vault.Key{Passphrase: asBytes}, Witness: witness.Here()})
	}
	if err != nil {
		return err
	}
	counter.Book.Journal.Now = d.now
	if len(findings) > 0 {
		err = counter.Book.Store.Latched()
	} else if err = counter.Book.Checked(d.ctx); err == nil {
		err = d.told(counter.Book, func() error { return work(counter) })
	}
	return d.closed(err, counter.Close())
}

// receiptPDFCommand writes a receipt as PDF, which is a copy as one on paper is, marked 补打 after the original. The payer's whole name
// stands on it, so a person signs in for it.
type receiptPDFCommand struct {
	Number string `arg:"" help:"收据号。"`
	Format string `enum:"a5,a4,241x93,241x140" default:"a5" help:"纸张：a5、a4，或针式三联的三等分 241x93、二等分 241x140。"`
	Out    string `required:"" type:"path" placeholder:"F.pdf" help:"写到哪个文件，不能已经存在。"`
}

// Run writes the file.
func (c *receiptPDFCommand) Run(d *desk) error {
	return d.atCounter(func(counter *cashier.Counter) error {
		if err := d.signInAt(counter); err != nil {
			return err
		}
		if err := counter.Printing.SavePDF(d.ctx, c.Number, paper.Format(c.Format), c.Out); err != nil {
			return err
		}
		return d.answer(map[string]string{"number": c.Number, "file": c.Out}, "已存成 "+c.Out)
	})
}

func (c *receiptPrintCommand) print(d *desk, counter *cashier.Counter) error {
	if err := d.signInAt(counter); err != nil {
		return err
	}
	if c.Printer != "" {
		if err := counter.Printing.UsePrinter(c.Printer); err != nil {
			return err
		}
	}
	copyNumber := 0
	job, err := getOut(d.ctx, counter, spool.Job{Kind: spool.Receipt, Subject: c.Number}, c.Wait, func() (err error) {
		copyNumber, err = counter.Printing.Reprint(d.ctx, c.Number)
		return err
	})
	if err != nil {
		return err
	}
	if job.State == spool.Unknown {
		return store.Refuse(codePrintUnknown, c.Number)
	}
	if !job.OnPaper() {
		if err := takeBack(d.ctx, counter, c.Number); err != nil {
			return err
		}
		return store.Refuse(codeNotPrinted, c.Number)
	}
	which := "首次打印"
	if copyNumber > 1 {
		which = fmt.Sprintf("补打 第%d次", copyNumber-1)
	}
	return d.answer(job, "已打印 "+c.Number+"（"+which+"）")
}

// getOut queues a paper and runs the spool until it came to an end, or the time is over; a job still queued then has the state it had.
func getOut(ctx context.Context, counter *cashier.Counter, of spool.Job, wait time.Duration, queue func() error) (job spool.Job, err error) {
	settled := make(chan spool.Job, 1)
	defer counter.Printing.Spool.Subscribe(func(job spool.Job) {
		if job.Kind != of.Kind || job.Subject != of.Subject || job.State == spool.Queued || job.State == spool.Sending {
			return
		}
		select {
		case settled <- job:
		default: // the first end of the job is the one that counts
		}
	})()
	if err := queue(); err != nil {
		return job, err
	}
	working, stop := context.WithTimeout(ctx, wait)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- counter.Printing.Spool.Run(working) }()
	select {
	case job = <-settled:
		stop()
		err = <-ended
	case err = <-ended:
		select {
		case job = <-settled:
		default:
		}
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		err = ctx.Err()
	}
	return job, err
}

// takeBack cancels the papers of this subject of which nothing reached the printer.
func takeBack(ctx context.Context, counter *cashier.Counter, subject string) error {
	jobs, err := counter.Printing.Spool.OfSubject(ctx, subject)
	if err != nil {
		return err
	}
	for _, job := range jobs {
		if job.State != spool.Queued && job.State != spool.Failed {
			continue
		}
		if err := counter.Printing.CancelPrint(ctx, job.ID); err != nil {
			return err
		}
	}
	return nil
}
