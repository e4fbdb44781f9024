package intake

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

const (
	templateSheet = "房产台账"
	guideSheet    = "填写说明"
	guideTitle    = "怎么填"
)

// templateRow explains one column of the template.
type templateRow struct {
	field   Field
	how     string
	example string
}

var templateRows = []templateRow{
	{fieldBuilding, "楼号，可以写 1、1栋、1号楼、1#；没有楼栋的可以不填", "1栋"},
	{fieldUnit, "单元号；没有单元的可以不填", "1单元"},
	{fieldRoom, "必填。房间号，或者带楼栋单元的完整房号（1-1-101、商铺-01）", "101"},
	{fieldOwner, "业主的姓名或单位名称；几位业主用分号隔开，份额写成“甲60%;乙40%”，不写按等份；未售的不填，费用由开发商承担", "吴九;郑十"},
	{fieldOwnerPhone, "手机号 11 位，座机写区号；几位业主的电话按同样顺序用分号隔开", "13800000008;13800000009"},
	{fieldOwnerID, "身份证号或统一社会信用代码，可以不填", ""},
	{fieldTenant, "租户，可以不填", ""},
	{fieldTenantPhone, "租户的电话，可以不填", ""},
	{fieldArea, "计费用的建筑面积，平方米，最多两位小数", "89.37"},
	{fieldInnerArea, "可以不填", "72.10"},
	{fieldLayout, "可以不填", "两室一厅"},
	{fieldFloor, "可以不填，按房号推出；与房号不同的写实际楼层，地下写负数", "1"},
	{fieldHandover, "写成 2020-03-01；还没交房的不填", "2020-03-01"},
	{fieldState, "自住、出租、空置、未交房等", "自住"},
	{fieldUse, "住宅、商铺、办公等", "住宅"},
	{fieldSpace, "几个车位用分号隔开", "B1-001"},
	{fieldLocation, "车位在哪里；几个车位按同样的顺序用分号隔开", ""},
	{fieldSpaceState, "已售、已租或空置；几个车位按同样的顺序用分号隔开", ""},
	{fieldSpaceOn, "写成 2020-03-01；几个车位按同样的顺序用分号隔开", ""},
	{fieldDeed, "可以不填", ""},
	{fieldPlate, "几个车牌用分号隔开", "京A00001"},
	{fieldUnitPrice, "每平方米每月的单价，元", "2.85"},
	{fieldPrepaid, "开始使用本系统时预存款的余额，元，最多两位小数", "500"},
	{fieldArrears, "开始使用本系统时欠的金额，元；分项目的请把列名改成项目名，如“欠缴物业费”“欠缴水费”，可以有几列", "1234.56"},
	{fieldRemark, "可以不填", ""},
}

// WriteTemplate writes an empty register as XLSX: a sheet with the header that
// Plan understands, its cells set to text so that nothing typed is turned into
// a date or 1.38E+10, and a sheet 填写说明. The error is that of writing.
func WriteTemplate(w io.Writer) error {
	book, err := newTextBook(templateSheet)
	if err != nil {
		return err
	}
	defer book.file.Close()
	lastColumn := letter(len(templateRows) - 1)
	if err := book.file.SetColStyle(templateSheet, "A:"+lastColumn, book.text); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	if err := book.file.SetColWidth(templateSheet, "A", lastColumn, 14); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	if err := book.file.SetPanes(templateSheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	if _, err := book.file.NewSheet(guideSheet); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	guide := [][]string{{"列", guideTitle, "例子"}}
	for i, row := range templateRows {
		if err := book.put(templateSheet, i+1, 1, book.header, row.field.Label()); err != nil {
			return err
		}
		guide = append(guide, []string{row.field.Label(), row.how, row.example})
	}
	for rowIndex, texts := range guide {
		for columnIndex, text := range texts {
			style := book.reason
			if rowIndex == 0 {
				style = book.header
			}
			if err := book.put(guideSheet, columnIndex+1, rowIndex+1, style, text); err != nil {
				return err
			}
		}
	}
	if err := book.file.SetColWidth(guideSheet, "A", "C", 24); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	if err := book.file.SetColWidth(guideSheet, "B", "B", 72); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	return book.write(w)
}

func (book *textBook) put(sheet string, column, row, style int, text string) error {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	if err := book.file.SetCellStr(sheet, cell, text); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	if err := book.file.SetCellStyle(sheet, cell, cell, style); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	return nil
}
