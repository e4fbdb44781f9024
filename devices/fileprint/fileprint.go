// Package fileprint writes jobs to a file: one numbered file a job in a folder, to look at or to carry to a printer,
// or straight into a printer's device file such as /dev/usb/lp0, or one file that grows. An ordinary file that jobs did
// not begin is left alone.
//
// It imports nothing of ours but devices and devices/escpos. Invariant: a file that was written whole is Sent, never
// Confirmed, because a file says nothing about paper.
package fileprint

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"shouqi/devices"
	"shouqi/devices/escpos"
)

// chunkBytes is how much is handed over at a time: a stuck device then leaves a count that means something.
const chunkBytes = 4096

// maxFiles is the highest number a job's file gets.
const maxFiles = 999_999

// ErrForeign says that there is an ordinary file at the path that no job began: a letter, or the book itself. Nothing is added to it.
var ErrForeign = errors.New("fileprint: the file is none of ours")

// Printer writes jobs to one path.
type Printer struct {
	path    string
	profile escpos.Profile
	limit   time.Duration
	turn    chan struct{} // holds one token while a write is under way, also one that is stuck
}

var _ devices.Printer = (*Printer)(nil)

// New takes an existing folder, for files 000001.bin and so on, or a device file, or the path of one file that each
// job is added to. The profile must be valid; limit, above zero, is the longest wait for one job. ErrForeign is that of a file that
// jobs must not be added to.
func New(path string, profile escpos.Profile, limit time.Duration) (*Printer, error) {
	if err := profile.Validate(); err != nil {
		return nil, err
	}
	if path == "" || limit <= 0 {
		return nil, errors.New("fileprint: want a path and a time limit above zero")
	}
	if _, err := existing(path); errors.Is(err, ErrForeign) {
		return nil, err
	}
	return &Printer{path: path, profile: profile, limit: limit, turn: devices.Turn("file:" + path)}, nil
}

// Capabilities returns the profile's cutter and drawer; a file cannot be asked and confirms nothing.
func (p *Printer) Capabilities() devices.Capabilities {
	able := p.profile.Capabilities()
	able.CanStatus, able.CanConfirm = false, false
	return able
}

// Status always gives NotAsked.
func (p *Printer) Status(context.Context) (devices.Status, error) {
	return devices.Status{}, &devices.Error{Reason: devices.NotAsked}
}

// progress is a write's count so far, and its error once it has ended.
type progress struct {
	sent int
	err  error
	done bool
}

// Print writes the job and syncs it to disk. A device that takes no more, as one without paper does, gives Unknown
// with TimedOut; the stuck write then keeps the printer's turn until the device lets go, so that a second job cannot
// mix with it and fails untouched.
func (p *Printer) Print(ctx context.Context, job []byte) devices.Outcome {
	if outcome, bad := devices.CheckJob(job); bad {
		return outcome
	}
	if ctx.Err() != nil {
		return devices.Fail(devices.Cancelled, ctx.Err())
	}
	ctx, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	select {
	case p.turn <- struct{}{}:
	case <-ctx.Done():
		return devices.Fail(reasonOf(ctx), ctx.Err())
	}
	reports := make(chan progress, len(job)/chunkBytes+4) // never blocks the writer, who may outlive this call
	go func() {
		defer func() { <-p.turn }()
		p.write(ctx, job, reports)
	}()
	// Opening a device may be stuck before any byte; the first report says that the file is open.
	touched := false
	var last progress
	for {
		select {
		case report := <-reports:
			touched, last = true, report
			if report.done {
				return finish(ctx, report, len(job))
			}
		case <-ctx.Done():
			select {
			case last = <-reports:
				touched = true
			default:
			}
			if !touched {
				// The writer reports first and then looks at ctx, so one that has not reported writes nothing.
				return devices.Fail(reasonOf(ctx), ctx.Err())
			}
			return devices.Outcome{
				State: devices.Unknown, Reason: reasonOf(ctx), BytesSent: last.sent, Err: ctx.Err(),
			}
		}
	}
}

func finish(ctx context.Context, report progress, length int) devices.Outcome {
	switch {
	case report.err == nil && report.sent == length:
		return devices.Outcome{State: devices.Sent, BytesSent: length}
	case ctx.Err() != nil && report.sent == 0:
		return devices.Fail(reasonOf(ctx), report.err)
	case errors.Is(report.err, ErrForeign):
		return devices.Fail(devices.Foreign, report.err)
	case report.sent == 0:
		return devices.Fail(devices.NoStorage, report.err)
	}
	return devices.Outcome{State: devices.Unknown, Reason: devices.CutOff, BytesSent: report.sent, Err: report.err}
}

func reasonOf(ctx context.Context) devices.Reason {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return devices.TimedOut
	}
	return devices.Cancelled
}

// write opens, writes, syncs and closes, and reports each step.
func (p *Printer) write(ctx context.Context, job []byte, reports chan<- progress) {
	sent := 0
	file, err := p.open()
	if err != nil {
		reports <- progress{err: err, done: true}
		return
	}
	for sent < len(job) && err == nil {
		reports <- progress{sent: sent}
		if err = ctx.Err(); err != nil {
			break
		}
		var n int
		n, err = file.Write(job[sent:min(len(job), sent+chunkBytes)])
		sent += n
	}
	// Pipes and devices cannot be synced, and that is no failure.
	if syncErr := file.Sync(); syncErr != nil && isRegular(file) {
		err = errors.Join(err, syncErr)
	}
	err = errors.Join(err, file.Close())
	reports <- progress{sent: sent, err: err, done: true}
}

// open returns the next free numbered file of a folder, or the file itself. Errors: ErrForeign.
func (p *Printer) open() (*os.File, error) {
	info, err := existing(p.path)
	switch {
	case errors.Is(err, fs.ErrNotExist): // whoever makes it meanwhile did not make it for this
		return os.OpenFile(p.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE|os.O_EXCL, 0o600)
	case err != nil:
		return nil, err
	case !info.IsDir():
		return os.OpenFile(p.path, os.O_WRONLY|os.O_APPEND, 0)
	}
	entries, err := os.ReadDir(p.path)
	if err != nil {
		return nil, err
	}
	last := 0
	for _, entry := range entries {
		var number int
		if n, err := fmt.Sscanf(entry.Name(), "%06d.bin", &number); n == 1 && err == nil {
			last = max(last, number)
		}
	}
	for number := last + 1; number <= maxFiles; number++ {
		name := filepath.Join(p.path, fmt.Sprintf("%06d.bin", number))
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
	return nil, fmt.Errorf("fileprint: folder holds %d files", maxFiles)
}

// existing tells what is at a path: fs.ErrNotExist for nothing, and ErrForeign for an ordinary file that is not empty and that no job
// began. A device is never read, which could take what is in it.
func existing(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return info, err
	}
	file, err := os.Open(path)
	if err != nil {
		return info, err
	}
	defer file.Close()
	head := make([]byte, escpos.JobHeadBytes)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return info, err
	}
	if !escpos.BeginsJob(head[:n]) {
		return info, ErrForeign
	}
	return info, nil
}

func isRegular(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode().IsRegular()
}
