package cn.siyu.wechat.gateway;

import cn.siyu.wechat.MiniCodes;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code getUnlimitedQRCode}: what cannot be right is a mistake of ours and is not asked (C14). */
@Singleton
class MiniCodesApi implements MiniCodes {

    private static final Pattern SCENE = Pattern.compile("[0-9A-Za-z!#$&'()*+,/:;=?@\\-._~]{1,32}");
    private static final Pattern PAGE = Pattern.compile("[^/?][^?]*");
    private static final Set<String> VERSIONS = Set.of("release", "trial", "develop");
    private static final int NARROWEST = 280;
    private static final int WIDEST = 1280;
    private static final String TOO_MANY = "45009";

    private final MiniLine line;

    @Inject
    MiniCodesApi(MiniLine line) {
        this.line = line;
    }

    @Override
    public Uni<byte[]> code(String scene, String page, String version, int width) {
        must("scene", SCENE.matcher(scene).matches());
        must("page", PAGE.matcher(page).matches());
        must("version", VERSIONS.contains(version));
        must("width", width >= NARROWEST && width <= WIDEST);
        // A page may be promised to the public before its version is: whether it exists is not WeChat's to check (C14).
        var body = Map.of("scene", scene, "page", page, "check_path", false, "env_version", version, "width", width);
        return line.postForImage("/wxa/getwxacodeunlimit", body)
                .onFailure(failure -> MiniLine.isRefusal(failure, TOO_MANY))
                .transform(_ -> new WeChatUnknown("too many codes in this minute", null));
    }

    private static void must(String what, boolean right) {
        if (!right) {
            throw new IllegalArgumentException("no mini-program code with this " + what);
        }
    }
}
