package cn.siyu.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.ProductState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the catalogue, as plain Java. */
class CatalogRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
    private static final Axes CLOTHES =
            Axes.named(List.of("颜色", "尺码")).with(List.of("红", "59")).with(List.of("蓝", "66"));

    @Test
    void the_transition_table_is_the_one_of_the_design_page() throws IOException {
        var table = Arrays.stream(ProductState.values())
                .map(state -> "| " + state + " | "
                        + Arrays.stream(Command.values())
                                .map(command -> command.startsFrom(state)
                                        ? command.target().name()
                                        : "-")
                                .collect(Collectors.joining(" | "))
                        + " |")
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("src/docs/design/catalog.md"))).contains(table);
    }

    @Test
    void a_tuple_follows_the_order_of_the_axes_whatever_the_order_of_the_request() {
        var tuple = CLOTHES.tupleOf(List.of(new SpecValue("尺码", "73"), new SpecValue("颜色", "红")));

        assertThat(tuple).containsExactly("红", "73");
        assertThat(CLOTHES.with(tuple).axes())
                .extracting(Axes.Axis::values)
                .containsExactly(List.of("红", "蓝"), List.of("59", "66", "73"));
    }

    @Test
    void a_tuple_has_one_value_for_each_axis_and_no_other() {
        assertThatThrownBy(() -> CLOTHES.tupleOf(List.of(new SpecValue("颜色", "红"))))
                .hasMessageContaining("颜色, 尺码");
        assertThatThrownBy(() -> CLOTHES.tupleOf(List.of(new SpecValue("颜色", "红"), new SpecValue("材质", "棉"))))
                .hasMessageContaining("颜色, 尺码");
    }

    @Test
    void axes_are_one_to_three_and_differ() {
        assertThatThrownBy(() -> Axes.named(List.of())).hasMessageContaining("axis");
        assertThatThrownBy(() -> Axes.named(List.of("a", "b", "c", "d"))).hasMessageContaining("axis");
        assertThatThrownBy(() -> Axes.named(List.of("a", "a"))).hasMessageContaining("axis");
    }

    @ParameterizedTest
    @CsvSource({"全网销量第一奶瓶,销量第一", "治 疗湿疹婴儿霜,治疗", "No.1 纸尿裤,no.1", "纯棉连体衣,"})
    void a_title_claims_nothing_that_is_forbidden(String title, String word) {
        var claims = new TitleClaims(List.of("销量第一", "治疗", "no.1"));

        assertThat(claims.in(title)).isEqualTo(Optional.ofNullable(word));
    }

    @Test
    void a_schedule_lies_in_the_future_and_in_order() {
        var soon = Optional.of(NOW.plus(Duration.ofHours(1)));
        var later = Optional.of(NOW.plus(Duration.ofHours(2)));

        assertThat(new Schedule(soon, later).fits(ProductState.DRAFT, NOW)).isTrue();
        assertThat(new Schedule(later, soon).fits(ProductState.DRAFT, NOW)).isFalse();
        assertThat(new Schedule(Optional.of(NOW), Optional.empty()).fits(ProductState.DRAFT, NOW))
                .isFalse();
        assertThat(new Schedule(soon, Optional.empty()).fits(ProductState.ON_SALE, NOW))
                .isFalse();
        assertThat(new Schedule(Optional.empty(), soon).fits(ProductState.ON_SALE, NOW))
                .isTrue();
        assertThat(new Schedule(Optional.empty(), soon).fits(ProductState.OFF_SALE, NOW))
                .isFalse();
        assertThat(new Schedule(soon, Optional.empty()).fits(ProductState.RECYCLED, NOW))
                .isFalse();
    }

    @Test
    void a_tree_has_three_levels_and_a_moved_node_takes_its_children_with_it() {
        var root = CategoryId.next();
        var child = CategoryId.next();
        var leaf = CategoryId.next();
        var other = CategoryId.next();
        var tree = new CategoryTree<>(Map.of(
                root, Optional.empty(), child, Optional.of(root), leaf, Optional.of(child), other, Optional.empty()));

        assertThat(tree.depthBelow(Optional.of(child))).isEqualTo(3);
        assertThatThrownBy(() -> tree.depthBelow(Optional.of(leaf))).hasMessageContaining("three levels");
        assertThat(tree.depthBelow(Optional.of(other), child)).isEqualTo(2);
        assertThatThrownBy(() -> tree.depthBelow(Optional.of(other), root)).hasMessageContaining("three levels");
        assertThatThrownBy(() -> tree.depthBelow(Optional.of(leaf), root)).hasMessageContaining("circle");
        assertThat(tree.below(root)).containsExactlyInAnyOrder(child, leaf);
    }

    @Test
    void pictures_are_shown_over_https_or_from_among_the_shops_own() {
        assertThat(Media.orPlaceholder(Optional.of("http://img.example/a.png"))).isEqualTo(Media.PLACEHOLDER);
        assertThat(Media.orPlaceholder(Optional.of("https://img.example/a.png")))
                .isEqualTo("https://img.example/a.png");
        assertThat(Media.orPlaceholder(Optional.of("/images/sample/S1001.svg"))).isEqualTo("/images/sample/S1001.svg");
        assertThat(Stream.of(
                                "//img.example/images/a.png",
                                "/images/../q/health.png",
                                "/images//a.png",
                                "/images/a b.png")
                        .map(address -> Media.orPlaceholder(Optional.of(address))))
                .containsOnly(Media.PLACEHOLDER);
    }
}
