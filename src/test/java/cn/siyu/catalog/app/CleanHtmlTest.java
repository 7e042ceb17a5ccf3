package cn.siyu.catalog.app;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.catalog.domain.Media;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of details that may come from anywhere. */
class CleanHtmlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<p onclick=\"x()\">a</p>",
                "<a href=\"javascript:x()\">a</a>",
                "<img src=\"javascript:x()\">",
                "<img src=\"data:text/html;base64,PHA+\">",
                "<iframe src=\"https://evil.example\"></iframe>",
                "<style>p{background:url(javascript:x())}</style>",
                "<svg onload=\"x()\"></svg>",
                "<p style=\"position:fixed\">a</p>",
                "<img src=x onerror=alert(1)>",
                "<object data=\"https://evil.example\"></object>",
                "<scr<script>ipt>alert(1)</scr</script>ipt>"
            })
    void nothing_that_runs_links_or_frames_is_left(String hostile) {
        assertThat(CleanHtml.clean(hostile).toLowerCase(Locale.ROOT))
                .doesNotContain("<script", "javascript:", "onclick", "onload", "onerror", "<iframe", "<style", "style=")
                .doesNotContain("<svg", "<object", "data:", "href");
    }

    @Test
    void tables_and_https_pictures_are_kept() {
        var html = "<table><tbody><tr><td colspan=\"2\">面料</td></tr></tbody></table>"
                + "<p><img src=\"https://img.example/a.jpg\" alt=\"a\" /></p>";

        assertThat(CleanHtml.clean(html)).isEqualTo(html);
    }

    @Test
    void a_picture_on_plain_http_gives_way_to_the_placeholder_and_keeps_its_address() {
        assertThat(CleanHtml.clean("<img src=\"http://img.example/a.jpg\">"))
                .contains("src=\"" + Media.PLACEHOLDER + "\"")
                .contains("data-original=\"http://img.example/a.jpg\"");
    }

    @Test
    void a_picture_without_protocol_is_taken_over_https() {
        assertThat(CleanHtml.clean("<img src=\"//img.example/a.jpg\">")).contains("src=\"https://img.example/a.jpg\"");
    }

    @Test
    void cleaning_what_is_clean_changes_nothing() {
        var once = CleanHtml.clean("<p>1 &lt; 2 &amp; “3”<img src=\"http://img.example/a.jpg\" alt=\"x\"><br>é 棉@</p>");

        assertThat(CleanHtml.clean(once)).isEqualTo(once);
    }
}
