package cn.siyu.wechat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mini-program codes: an image when it is good, JSON when it is not. */
@QuarkusTest
class MiniCodesTest {

    @Inject
    MiniCodes codes;

    @AfterEach
    void peace() {
        SandboxControl.reset();
    }

    @Test
    void a_code_is_a_picture_that_opens_the_page_with_the_scene() throws IOException {
        var png = ended(codes.code("t=a1_B-~(2)", "pages/product", "trial", 1280));

        var picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(picture.getWidth()).isEqualTo(1280);
        assertThat(new String(png, ISO_8859_1)).contains("pages/product?t=a1_B-~(2)");
        assertThat(SandboxControl.miniCodes("t=a1_B-~(2)")
                        .get(0)
                        .path("version")
                        .asText())
                .isEqualTo("trial");
    }

    @Test
    void what_cannot_be_right_is_not_asked() {
        for (var scene : List.of("", "a%20", "中文", "x".repeat(33))) {
            assertThatThrownBy(() -> ended(codes.code(scene, "pages/product", "release", 430)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (var page : List.of("", "/pages/product", "pages/product?a=1")) {
            assertThatThrownBy(() -> ended(codes.code("a", page, "release", 430)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ended(codes.code("a", "p", "release", 279)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_dead_token_is_renewed_a_refusal_is_told_and_a_crowd_is_no_refusal() {
        SandboxControl.revokeTokens();
        assertThat(ended(codes.code("revoked", "pages/product", "release", 430)))
                .isNotEmpty();

        SandboxControl.refuse("qrcode", 200, "41030", 1);
        assertThatThrownBy(() -> ended(codes.code("a", "p", "release", 430)))
                .isInstanceOfSatisfying(
                        WeChatRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo("41030"));

        SandboxControl.refuse("qrcode", 200, "45009", 1);
        assertThatThrownBy(() -> ended(codes.code("a", "p", "release", 430))).isInstanceOf(WeChatUnknown.class);
    }

    private static <T> T ended(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
