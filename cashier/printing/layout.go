package printing

import (
	"context"
	"errors"
	"image"
	"os"

	"shouqi/assets"
	"shouqi/cashier/paper"
	"shouqi/devices/devicetest"
	"shouqi/devices/escpos"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// Layout returns how the book's receipts are laid out, and as what the policy keeps it: who saves another says what they saw.
func (c *Printing) Layout(ctx context.Context) (layout estate.Layout, seen string, err error) {
	policies, err := c.session.Book.Policies(ctx)
	if err != nil {
		return layout, "", err
	}
	return estate.StoredLayout(policies.ReceiptLayout), policies.ReceiptLayout, nil
}

// Picture draws a sample of the book's receipts in a layout, as this machine's printer prints it: on the paper that is set up, 80 mm
// where none is. The sample is money given back where back is set.
func (c *Printing) Picture(ctx context.Context, layout estate.Layout, back bool) (image.Image, error) {
	_, profile, err := c.printerOf(c.settings().Printer)
	if err != nil || profile.Columns == 0 {
		profile = escpos.Profile80() // what the layout looks like does not wait for a printer
	}
	policies, err := c.session.Book.Policies(ctx)
	if err != nil {
		return nil, err
	}
	sample := paper.Sample(back)
	sample.Company, sample.Estate, sample.Counter, sample.Layout = policies.Company, policies.Estate, policies.Counter, layout
	sample.Training = policies.Training
	sample.Large = c.settings().Large
	return Draw(sample, profile)
}

// Draw draws a receipt as a printer of this profile prints it: its very bytes, on the pretend paper that everything printed is tested
// with.
func Draw(receipt paper.Receipt, profile escpos.Profile) (image.Image, error) {
	encoder, err := escpos.NewEncoder(profile, assets.FontRegular())
	if err != nil {
		return nil, err
	}
	job, err := encoder.Encode(receipt.Document(profile))
	if err != nil {
		return nil, err
	}
	sheet, err := devicetest.NewPaper(profile.Dots, assets.FontRegular())
	if err != nil {
		return nil, err
	}
	var drawn image.Image
	sheet.OnReceipt = func(printed devicetest.Receipt) { drawn = printed.Image }
	if _, err := sheet.Write(job.Bytes); err != nil {
		return nil, err
	}
	if torn, inked := sheet.Tear(); inked { // a printer without a knife
		drawn = torn.Image
	}
	if drawn == nil {
		return nil, errors.New("printing: nothing was drawn")
	}
	return drawn, nil
}

// ReadLogo makes a logo from a PNG file. Errors: paper.logo, also for a file that cannot be read.
func ReadLogo(path string) (estate.Logo, error) {
	about, err := os.Stat(path)
	if err != nil {
		return estate.Logo{}, store.Fail(paper.CodeLogo, err)
	}
	if about.Size() > paper.LogoBytesMax || !about.Mode().IsRegular() {
		return estate.Logo{}, store.Refuse(paper.CodeLogo)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		return estate.Logo{}, store.Fail(paper.CodeLogo, err)
	}
	return paper.ReadLogo(file)
}
