package cn.siyu.member.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.problem.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Regions: what is below what, and how an address reads. */
class RegionBookTest {

    private static final RegionBook BOOK = new RegionBook(List.of(
            new Region("110000", 1, "北京市", ""),
            new Region("440000", 1, "广东省", ""),
            new Region("110100", 2, "市辖区", "110000"),
            new Region("440300", 2, "深圳市", "440000"),
            new Region("441900", 2, "东莞市", "440000"),
            new Region("110101", 3, "东城区", "110100"),
            new Region("440305", 3, "南山区", "440300"),
            new Region("441900", 3, "东莞市", "441900")));

    @Test
    void an_address_reads_from_the_province_to_the_district() {
        assertThat(BOOK.text("440305")).isEqualTo("广东省 深圳市 南山区");
    }

    @Test
    void a_name_that_means_no_place_is_left_out() {
        assertThat(BOOK.text("110101")).isEqualTo("北京市 东城区");
    }

    @Test
    void a_city_without_districts_is_named_once() {
        assertThat(BOOK.text("441900")).isEqualTo("广东省 东莞市");
        assertThat(BOOK.below("441900")).extracting(Region::level).containsExactly(3);
    }

    @Test
    void a_city_with_districts_is_no_district() {
        assertThatThrownBy(() -> BOOK.text("440300")).isInstanceOf(Refused.class);
        assertThat(BOOK.district("440300")).isEmpty();
    }

    @Test
    void the_provinces_are_below_nothing() {
        assertThat(BOOK.below("")).extracting(Region::name).containsExactly("北京市", "广东省");
    }
}
