package cn.siyu.setup;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.catalog.CatalogImport.CategoryRow;
import cn.siyu.kernel.csv.RowFault;
import cn.siyu.kernel.csv.RowFaults;
import cn.siyu.setup.domain.CatalogueSet;
import cn.siyu.setup.domain.FileKind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a catalogue set is read: what is good, what is named as bad, and where. */
class CatalogueSetTest {

    private static final String SKU_HEADER = "sku_code,product_code,specs,price_fen,stock,image_url\n";

    @Test
    void specs_keep_the_order_of_their_axes() {
        var set = skus("S1,P1,颜色=红|尺码=110,6900,40,\n");

        assertThat(set.skus().getFirst().value().sku().specs())
                .containsExactly(Map.entry("颜色", "红"), Map.entry("尺码", "110"));
    }

    @Test
    void the_same_text_is_read_from_utf8_with_mark_and_from_gbk() {
        var text = SKU_HEADER + "S1,P1,颜色=红,6900,40,\n";

        var marked = CatalogueSet.read(Map.of(FileKind.SKUS, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)));
        var gbk = CatalogueSet.read(Map.of(FileKind.SKUS, text.getBytes(Charset.forName("GBK"))));

        assertThat(marked.skus()).hasSize(1);
        assertThat(gbk.skus().getFirst().value())
                .isEqualTo(marked.skus().getFirst().value());
    }

    @Test
    void each_bad_cell_is_named_with_file_line_column_value_and_reason() {
        var set = skus("""
                S1,P1,颜色=红,6900,40,
                S2,P1,颜色,12.5,-1,
                S1,P1,颜色=蓝,6900,40,
                S3,P1,颜色=绿|颜色=黄,6900,1
                """);

        assertThat(set.skus()).hasSize(1);
        assertThat(set.faults(FileKind.SKUS))
                .extracting(fault -> fault.row().line(), RowFault::column, RowFault::value)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(3L, "specs", "颜色"),
                        org.assertj.core.groups.Tuple.tuple(3L, "price_fen", "12.5"),
                        org.assertj.core.groups.Tuple.tuple(3L, "stock", "-1"),
                        org.assertj.core.groups.Tuple.tuple(4L, "sku_code", "S1"),
                        org.assertj.core.groups.Tuple.tuple(5L, "", ""));
    }

    @Test
    void a_line_number_counts_the_lines_inside_a_quoted_cell() {
        var text = "brand_code,name,description\nB1,甲,\"第一行\n第二行\"\n!,乙,\n";

        var set = CatalogueSet.read(Map.of(FileKind.BRANDS, text.getBytes(StandardCharsets.UTF_8)));

        assertThat(set.faults(FileKind.BRANDS))
                .singleElement()
                .satisfies(fault -> assertThat(fault.row().line()).isEqualTo(4));
    }

    @Test
    void a_file_with_the_character_zero_is_refused_at_its_line() {
        var set = CatalogueSet.read(
                Map.of(FileKind.BRANDS, "brand_code,name\nB1,甲\nB2,乙\0\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(set.faults(FileKind.BRANDS)).singleElement().satisfies(fault -> {
            assertThat(fault.row().line()).isEqualTo(3);
            assertThat(fault.reason()).contains("U+0000");
        });
    }

    @Test
    void a_missing_column_and_a_binary_file_are_refused_as_a_whole() {
        var without = CatalogueSet.read(Map.of(FileKind.SKUS, "sku_code,specs\n".getBytes(StandardCharsets.UTF_8)));
        var binary = CatalogueSet.read(Map.of(FileKind.SKUS, new byte[] {(byte) 0xff, (byte) 0xff, 0, 1}));

        assertThat(without.faults(FileKind.SKUS))
                .singleElement()
                .satisfies(fault -> assertThat(fault.reason()).contains("price_fen, product_code"));
        assertThat(binary.faults(FileKind.SKUS))
                .singleElement()
                .satisfies(fault -> assertThat(fault.reason()).contains("neither UTF-8 nor GBK"));
    }

    @Test
    void a_quote_that_is_never_closed_swallows_no_rows() {
        var open = CatalogueSet.read(
                Map.of(FileKind.BRANDS, "brand_code,name\nB1,\"abc\nB2,x\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(open.brands()).isEmpty();
        assertThat(open.faults(FileKind.BRANDS))
                .singleElement()
                .satisfies(fault -> assertThat(fault.reason()).contains("not a CSV file"));
    }

    @Test
    void a_parent_that_stands_below_its_child_comes_first() {
        var text = "category_code,parent_code,name\nC3,C2,三\nC2,C1,二\nC1,,一\n";

        var set = CatalogueSet.read(Map.of(FileKind.CATEGORIES, text.getBytes(StandardCharsets.UTF_8)));

        assertThat(set.categories())
                .extracting(placed -> placed.value())
                .extracting(CategoryRow::code)
                .containsExactly("C1", "C2", "C3");
    }

    @Test
    void a_rejected_file_holds_the_bad_rows_and_can_be_sent_again_once_mended() {
        var bad = skus("S1,P1,颜色=红,6900,40,\nS2,P1,颜色=蓝,free,40,\n");

        var rejected = new String(RowFaults.rejected(bad.faults(FileKind.SKUS)), StandardCharsets.UTF_8);
        var mended = CatalogueSet.read(
                Map.of(FileKind.SKUS, rejected.replace("free", "6900").getBytes(StandardCharsets.UTF_8)));

        assertThat(rejected)
                .contains("error_column,error_reason")
                .contains("S2")
                .doesNotContain("S1,");
        assertThat(mended.faults(FileKind.SKUS)).isEmpty();
        assertThat(mended.skus())
                .singleElement()
                .satisfies(placed -> assertThat(placed.value().sku().code()).isEqualTo("S2"));
    }

    @Test
    void equal_reviews_are_told_apart_by_their_occurrence() {
        var text = """
                product_code,stars,content,image_urls,created_at
                P1,5,好,,2024-02-01T00:00:00+08:00
                P1,5,好,,2024-02-01T00:00:00+08:00
                """;

        var set = CatalogueSet.read(Map.of(FileKind.REVIEWS, text.getBytes(StandardCharsets.UTF_8)));

        assertThat(set.reviews())
                .extracting(placed -> placed.value().occurrence())
                .containsExactly(1, 2);
    }

    private static CatalogueSet skus(String rows) {
        return CatalogueSet.read(Map.of(FileKind.SKUS, (SKU_HEADER + rows).getBytes(StandardCharsets.UTF_8)));
    }
}
