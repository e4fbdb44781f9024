package printing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"shouqi/assets"
	"shouqi/cashier/newfile"
	"shouqi/cashier/paper"
	"shouqi/cashier/spool"
	"shouqi/devices"
	"shouqi/devices/escpos"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// paperSettings are this machine's: where the printer is and how receipts look. They are local, never money.
type paperSettings struct {
	Printer string `json:"printer"`
	Large   bool   `json:"large"`
	// OnDemand prints a payment's receipt only when somebody asks for it: the owner may take its code instead.
	OnDemand bool `json:"onDemand,omitempty"`
}

const paperSettingName = "paper"

// Load reads which printer this machine has and how its receipts look.
func (c *Printing) Load(ctx context.Context) error {
	var read paperSettings
	err := c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		training, err := estate.IsTraining(tx)
		if err != nil {
			return err
		}
		c.training.Store(training)
		read, err = readSettings(tx)
		return err
	})
	c.setSettings(read)
	return err
}

func readSettings(tx *store.Tx) (paperSettings, error) {
	read := paperSettings{Printer: "none"}
	text, err := store.Setting(tx, paperSettingName)
	if err != nil || text == "" {
		return read, err
	}
	return read, json.Unmarshal([]byte(text), &read)
}

// PrinterOf returns the printer's setting that a book remembers, "none" where none is set up.
func PrinterOf(tx *store.Tx) (setting string, err error) {
	read, err := readSettings(tx)
	return read.Printer, err
}

// SetPrinterOf makes a book remember a printer for this machine, as its setting is typed.
func SetPrinterOf(tx *store.Tx, setting string) error {
	chosen, err := readSettings(tx)
	if err != nil {
		return err
	}
	chosen.Printer = setting
	return writeSettings(tx, chosen)
}

func writeSettings(tx *store.Tx, chosen paperSettings) error {
	text, err := json.Marshal(chosen)
	if err != nil {
		return store.Fail(journal.CodeBody, err, "paper", 0)
	}
	return store.SetSetting(tx, paperSettingName, string(text))
}

func (c *Printing) settings() paperSettings {
	c.now.RLock()
	defer c.now.RUnlock()
	return c.paper
}

func (c *Printing) setSettings(chosen paperSettings) {
	c.now.Lock()
	defer c.now.Unlock()
	c.paper = chosen
}

// printerOf makes the printer that a setting names. It is asked each time that something is printed, so that a book to practise in reaches no
// real printer, however the setting came about. Errors: those of spool.PrinterFromSetting and spool.CheckTraining.
func (c *Printing) printerOf(setting string) (devices.Printer, escpos.Profile, error) {
	if c.training.Load() {
		if err := spool.CheckTraining(setting); err != nil {
			return nil, escpos.Profile{}, err
		}
	}
	return spool.PrinterFromSetting(setting)
}

// UsePrinter takes a printer for this run alone, over what the book remembers.
func (c *Printing) UsePrinter(setting string) error {
	if _, _, err := c.printerOf(setting); err != nil && !errors.Is(err, spool.ErrNoPrinter) {
		return err
	}
	chosen := c.settings()
	chosen.Printer = setting
	c.setSettings(chosen)
	return nil
}

// Printer returns the printer's setting as it is typed: none, tcp://host:9100?paper=80, file:///path?paper=58; and whether
// receipts are printed large.
func (c *Printing) Printer() (setting string, large bool) {
	now := c.settings()
	return now.Printer, now.Large
}

// SetPrinter changes them after checking that the setting names a printer.
func (c *Printing) SetPrinter(ctx context.Context, setting string, large bool) error {
	if _, _, err := c.printerOf(setting); err != nil && !errors.Is(err, spool.ErrNoPrinter) {
		return err
	}
	chosen := c.settings()
	chosen.Printer, chosen.Large = setting, large
	return c.keepSettings(ctx, chosen)
}

// OnDemand says whether a payment's receipt is printed only when somebody asks for it.
func (c *Printing) OnDemand() bool { return c.settings().OnDemand }

// SetOnDemand changes that.
func (c *Printing) SetOnDemand(ctx context.Context, onDemand bool) error {
	chosen := c.settings()
	chosen.OnDemand = onDemand
	return c.keepSettings(ctx, chosen)
}

// keepSettings stores this machine's settings.
func (c *Printing) keepSettings(ctx context.Context, chosen paperSettings) error {
	err := c.session.Book.Store.Write(ctx, func(tx *store.Tx) error { return writeSettings(tx, chosen) })
	if err == nil {
		c.setSettings(chosen)
		c.Spool.Wake()
	}
	return err
}

// OpenPrinter opens the printer that is set up; without one it is spool.ErrNoPrinter.
func (c *Printing) OpenPrinter() (devices.Printer, error) {
	printer, _, err := c.printerOf(c.settings().Printer)
	return printer, err
}

// PrinterStatus asks the printer how it is.
func (c *Printing) PrinterStatus(ctx context.Context) (devices.Status, error) {
	printer, err := c.OpenPrinter()
	if err != nil || printer == nil {
		return devices.Status{}, err
	}
	return printer.Status(ctx)
}

// render makes a job's bytes from the book at the moment of printing: the queue itself keeps references only. No number is on paper before this
// machine remembers it.
func (c *Printing) render(ctx context.Context, job spool.Job) ([]byte, error) {
	if err := c.session.Book.Remember(); err != nil {
		return nil, err
	}
	printer, profile, err := c.printerOf(c.settings().Printer)
	if err != nil {
		return nil, err
	}
	if job.Kind == spool.Drawer {
		return escpos.KickDrawer(profile)
	}
	sheet := printer.Capabilities().Sheet
	if sheet != "" && job.Kind == spool.Receipt { // which has a form of its own there
		return c.receiptSheet(ctx, job, sheet)
	}
	document, err := c.document(ctx, job, sheet, profile)
	if err != nil {
		return nil, err
	}
	if c.training.Load() {
		document = paper.MarkTraining(document)
	}
	return Encode(document, printer, profile)
}

// Encode makes a document the bytes that its printer takes.
func Encode(document escpos.Document, printer devices.Printer, profile escpos.Profile) ([]byte, error) {
	if sheet := printer.Capabilities().Sheet; sheet != "" {
		var file bytes.Buffer
		err := paper.WriteSlip(&file, document, sheet)
		return file.Bytes(), err
	}
	encoder, err := escpos.NewEncoder(profile, assets.FontRegular())
	if err != nil {
		return nil, err
	}
	encoded, err := encoder.Encode(document)
	return encoded.Bytes, err
}

func (c *Printing) receiptSheet(ctx context.Context, job spool.Job, format paper.Format) ([]byte, error) {
	receipt, err := c.PaperReceipt(ctx, job.Subject, job.Copy)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	err = paper.WritePDF(&file, receipt, format)
	return file.Bytes(), err
}

func (c *Printing) document(ctx context.Context, job spool.Job, sheet devices.Sheet, profile escpos.Profile) (escpos.Document, error) {
	switch job.Kind {
	case spool.Receipt:
		receipt, err := c.PaperReceipt(ctx, job.Subject, job.Copy)
		if err != nil {
			return nil, err
		}
		return receipt.Document(profile), nil
	case spool.Z:
		return c.zDocument(ctx, job)
	case spool.Move:
		slip, err := c.MoveSlip(ctx, job.Subject, job.Copy)
		if err != nil {
			return nil, err
		}
		return slip.Document(), nil
	case spool.Notice:
		notice, err := c.noticeAgain(ctx, job.Subject)
		if err != nil {
			return nil, err
		}
		return notice.Document(profile), nil
	case spool.Test:
		if sheet != "" {
			return paper.SheetTestPage(c.settings().Printer, sheet), nil
		}
		return paper.TestPage(profile, c.settings().Printer, ""), nil
	case spool.KeyCard:
		if lines := c.keyCard.Load(); lines != nil {
			return paper.KeyCard(*lines), nil
		}
	}
	return nil, fmt.Errorf("no paper for a job of kind %q", job.Kind)
}

// CancelPrint takes back a job of which nothing reached paper; a receipt's copy is then not asked back by a void.
func (c *Printing) CancelPrint(ctx context.Context, job int64) error {
	return c.Spool.Cancel(ctx, job, func(tx *store.Tx, job spool.Job) error {
		if job.Kind != spool.Receipt {
			return nil
		}
		return c.session.Book.Till.RecordCopyFailed(tx, c.session.Who().ID(), job.Subject, job.Copy)
	})
}

// PrintTest queues a test page.
func (c *Printing) PrintTest(ctx context.Context) error {
	return c.Enqueue(ctx, spool.Test, "test", 1)
}

// SetLargePrint says whether a household's receipts are printed large from now on. Errors: those of till.SetLargePrint.
func (c *Printing) SetLargePrint(ctx context.Context, room string, large bool) error {
	return c.session.Book.Till.SetLargePrint(ctx, c.session.Who(), room, large)
}

// PrintKeyCard queues the table of keys as the window knows it now. It lives in memory alone: after a restart the job is
// parked, and the card is asked for again.
func (c *Printing) PrintKeyCard(ctx context.Context, lines []paper.KeyLine) error {
	if _, err := c.OpenPrinter(); err != nil {
		return err
	}
	c.keyCard.Store(&lines)
	return c.Enqueue(ctx, spool.KeyCard, "keys", 1)
}

// PaperReceipt returns everything that stands on a copy of a receipt. Copy 0 is a preview of the original.
func (c *Printing) PaperReceipt(ctx context.Context, number string, copyNumber int) (r paper.Receipt, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		payment, err := till.ByNumber(tx, number)
		if err != nil {
			return err
		}
		if r, err = c.receipts.Paper(tx, payment, number, max(1, copyNumber)); err != nil {
			return err
		}
		r.Large, err = till.IsLargePrint(tx, payment.Object)
		return err
	})
	r.Large = r.Large || c.settings().Large
	return r, err
}

// SavePDF writes a receipt as a PDF for its owner to path, which must not exist (store.exists). It is a copy as one on paper is: noted
// before a byte is written, so that a void asks for it back, and marked 补打 unless the receipt never left the book before. One that
// could not be written is noted as failed. Errors: those of till.RecordCopy.
func (c *Printing) SavePDF(ctx context.Context, number string, format paper.Format, path string) error {
	by, copyNumber := c.session.Who(), 0
	err := c.session.Book.Store.Write(ctx, func(tx *store.Tx) (err error) {
		copyNumber, err = c.session.Book.Till.RecordCopy(tx, by, number)
		return err
	})
	if err != nil {
		return err
	}
	var receipt paper.Receipt
	if err = c.session.Book.Remember(); err == nil {
		receipt, err = c.PaperReceipt(ctx, number, copyNumber)
	}
	if err == nil {
		err = newfile.Create(path, func(w io.Writer) error { return paper.WritePDF(w, receipt, format) })
	}
	if err == nil {
		return nil
	}
	// No file came about, whoever gave up meanwhile: a void must not ask for it back.
	return errors.Join(err, c.session.Book.Store.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		return c.session.Book.Till.RecordCopyFailed(tx, by.ID(), number, copyNumber)
	}))
}

// ReprintZ prints the frozen Z report of a shift again.
func (c *Printing) ReprintZ(ctx context.Context, no int64) error {
	subject := strconv.FormatInt(no, 10)
	printed, err := c.Spool.OfSubject(ctx, subject)
	if err != nil {
		return err
	}
	return c.Enqueue(ctx, spool.Z, subject, len(printed)+1)
}

// Enqueue queues a paper in a commit of its own.
func (c *Printing) Enqueue(ctx context.Context, kind spool.Kind, subject string, copyNumber int) error {
	err := c.session.Book.Store.Write(ctx, func(tx *store.Tx) error {
		_, err := c.Spool.Enqueue(tx, kind, subject, copyNumber)
		return err
	})
	return err
}

// zReport reads the frozen Z report of this counter's shift.
func (c *Printing) zReport(ctx context.Context, no string) (z till.ZReport, text string, err error) {
	number, err := strconv.ParseInt(no, 10, 64)
	if err != nil {
		return z, "", store.Refuse(till.CodeNoShift)
	}
	policies, err := c.session.Book.Policies(ctx)
	if err != nil {
		return z, "", err
	}
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		z, text, err = till.Z(tx, policies.Counter, number)
		return err
	})
	return z, text, err
}

// ZText returns the frozen text of the Z report of this counter's shift, byte for byte as it was closed.
func (c *Printing) ZText(ctx context.Context, no string) (string, error) {
	_, text, err := c.zReport(ctx, no)
	return text, err
}

// zDocument lays the frozen report out with a line for everybody who signs it. The names are opened for this paper alone: the
// report itself has staff numbers.
func (c *Printing) zDocument(ctx context.Context, job spool.Job) (escpos.Document, error) {
	z, text, err := c.zReport(ctx, job.Subject)
	if err != nil {
		return nil, err
	}
	people, err := c.session.Book.Staff.List(ctx)
	if err != nil {
		return nil, err
	}
	named := func(code string) string {
		for _, person := range people {
			if person.Code == code && code != "" {
				return person.Name + "（工号 " + code + "）"
			}
		}
		return ""
	}
	signers := []paper.Signer{{As: "交班人", Name: named(z.ClosedBy)}, {As: "接收人", Name: named(z.HandedTo)}}
	if z.Approver != "" {
		signers = append(signers, paper.Signer{As: "批准人", Name: named(z.Approver)})
	}
	return paper.ZDocument(text, job.Copy, signers), nil
}
