package cn.siyu.storefront.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.catalog.Products.Axis;
import cn.siyu.catalog.Products.Variant;
import cn.siyu.catalog.SkuId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which combinations a page shows. */
class MatrixTest {

    private static final Variant RED_59 = new Variant(SkuId.next(), List.of("红", "59"), "");
    private static final Variant BLUE_66 = new Variant(SkuId.next(), List.of("蓝", "66"), "");
    private static final Matrix CLOTHES = new Matrix(
            List.of(new Axis("颜色", List.of("红", "蓝")), new Axis("尺码", List.of("59", "66"))), List.of(BLUE_66, RED_59));

    @Test
    void every_combination_stands_in_the_order_of_the_axes_made_or_not() {
        assertThat(CLOTHES.cells())
                .extracting(Matrix.Cell::values)
                .containsExactly(List.of("红", "59"), List.of("红", "66"), List.of("蓝", "59"), List.of("蓝", "66"));
        assertThat(CLOTHES.cells())
                .extracting(cell -> cell.variant().isPresent())
                .containsExactly(true, false, false, true);
    }

    @Test
    void a_combination_is_resolved_in_any_order_of_its_values() {
        assertThat(CLOTHES.resolve(Map.of("尺码", "59", "颜色", "红"))).isEqualTo(RED_59);
    }

    @Test
    void a_combination_that_is_not_made_or_not_whole_is_refused() {
        assertThatThrownBy(() -> CLOTHES.resolve(Map.of("尺码", "66", "颜色", "红"))).hasMessageContaining("combination");
        assertThatThrownBy(() -> CLOTHES.resolve(Map.of("尺码", "66"))).hasMessageContaining("combination");
        assertThatThrownBy(() -> CLOTHES.resolve(Map.of("尺码", "59", "颜色", "红", "材质", "棉")))
                .hasMessageContaining("combination");
    }

    @Test
    void a_page_beyond_its_limit_lists_what_is_made() {
        var many = IntStream.range(0, 40).mapToObj(Integer::toString).toList();
        var matrix = new Matrix(
                List.of(new Axis("a", many), new Axis("b", many)),
                List.of(new Variant(SkuId.next(), List.of("1", "2"), "")));

        assertThat(matrix.cells()).extracting(Matrix.Cell::values).containsExactly(List.of("1", "2"));
    }
}
