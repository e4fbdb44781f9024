package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Limits of a file that is taken in. A register of 100,000 rooms is larger than
// any one project; what exceeds these is a mistake or an attack.
const (
	maxFileBytes = 50 << 20
	maxRows      = 100_000
	maxColumns   = 200
)

// FileError says why a whole file cannot be read. Text is a Chinese sentence
// for the person at the counter; Err is the cause for a log and never holds
// cell contents.
type FileError struct {
	Text string
	Err  error
}

// Error returns the sentence for the person.
func (e *FileError) Error() string { return e.Text }

// Unwrap returns the technical cause, or nil.
func (e *FileError) Unwrap() error { return e.Err }

func refuseFile(cause error, format string, arguments ...any) error {
	return &FileError{Text: fmt.Sprintf(format, arguments...), Err: cause}
}

// Load reads the file at path and returns one of its sheets: the one named, or
// for "" the first visible sheet with a register in it, or for want of that the
// one that is most like it. Sheet.Unread names the others. It returns a
// *FileError for a file that cannot be read or exceeds a limit, and the
// context's error when cancelled.
func Load(ctx context.Context, path, sheetName string) (*Sheet, error) {
	return load(ctx, path, sheetName, aRegister)
}

// LoadAll is Load with, after that sheet, the workbook's others that have the
// same columns, in the order of the workbook: one for each building, say.
func LoadAll(ctx context.Context, path, sheetName string) ([]*Sheet, error) {
	return loadAll(ctx, path, sheetName, aRegister)
}

// LoadReadings is Load for a sheet of meter readings.
func LoadReadings(ctx context.Context, path, sheetName string) (*Sheet, error) {
	return load(ctx, path, sheetName, someReadings)
}

// load is loadAll for the first of the sheets alone.
func load(ctx context.Context, path, sheetName string, wanted table) (*Sheet, error) {
	return first(loadAll(ctx, path, sheetName, wanted))
}

func first(sheets []*Sheet, err error) (*Sheet, error) {
	if err != nil {
		return nil, err
	}
	return sheets[0], nil
}

func loadAll(ctx context.Context, path, sheetName string, wanted table) ([]*Sheet, error) {
	file, err := os.Open(path)
	if err != nil {
		// The cause is kept without the path: a file name may be a person's name.
		var pathError *os.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err
		}
		return nil, refuseFile(err, "打不开这个文件：请确认它还在原处，而且没有被别的程序锁住。")
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFileBytes+1))
	if err != nil {
		return nil, refuseFile(err, "读文件时出错：请把文件复制到本机硬盘后再试。")
	}
	return read(ctx, filepath.Base(path), data, sheetName, wanted)
}

// Read is Load for bytes already in memory. The format is told from the
// content; fileName is only shown back, in Sheet.FileName.
func Read(ctx context.Context, fileName string, data []byte, sheetName string) (*Sheet, error) {
	return first(read(ctx, fileName, data, sheetName, aRegister))
}

func read(ctx context.Context, fileName string, data []byte, sheetName string, wanted table) ([]*Sheet, error) {
	if len(data) > maxFileBytes {
		return nil, refuseFile(nil, "文件超过 %d MB，没有读：请只留要导入的那一张表再试。", maxFileBytes>>20)
	}
	var sheets []*Sheet
	var err error
	switch formatOf(data) {
	case formatEmpty:
		return nil, refuseFile(nil, "这是一个空文件。")
	case formatOLE:
		return nil, refuseFile(nil, "这是旧版的 .xls 文件，或是加了密码的工作簿：请用 Excel 或 WPS 打开，去掉密码，另存为“Excel 工作簿 (.xlsx)”后再导入。")
	case formatOther:
		return nil, refuseFile(nil, "这不是表格文件：请选择 .xlsx 或 .csv 文件；如果它在 Excel 里能打开，请另存为 .xlsx 再导入。")
	case formatZIP:
		sheets, err = readXLSX(ctx, data, sheetName, wanted)
	case formatText:
		sheets = make([]*Sheet, 1)
		sheets[0], err = readCSV(ctx, data)
	}
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(data)
	for _, sheet := range sheets {
		sheet.FileName, sheet.FileHash = fileName, hex.EncodeToString(hash[:])
	}
	return sheets, nil
}

type format int

const (
	formatEmpty format = iota
	formatOLE
	formatOther
	formatZIP
	formatText
)

// formatOf tells the format from the first bytes, because people rename files.
// Programs of the trade also export HTML under the name of .xls.
func formatOf(data []byte) format {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(data, utf8BOM), " \t\r\n")
	head := bytes.ToLower(trimmed[:min(len(trimmed), 512)])
	switch {
	case len(trimmed) == 0:
		return formatEmpty
	case bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}):
		return formatOLE
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return formatZIP
	case utf16Of(data) != noUTF16:
		return formatText
	case bytes.HasPrefix(head, []byte("%pdf")), bytes.HasPrefix(head, []byte("<")),
		bytes.HasPrefix(head, []byte("{\\rtf")):
		return formatOther
	case bytes.IndexByte(data, 0) >= 0:
		return formatOther
	}
	return formatText
}
