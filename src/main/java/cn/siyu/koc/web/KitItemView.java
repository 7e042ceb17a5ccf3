package cn.siyu.koc.web;

import cn.siyu.koc.app.ShareMaterial.Kit;
import cn.siyu.koc.domain.Material;
import cn.siyu.koc.store.MaterialTokenStore.Living;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A material that may be shared now, and the caller's own living link for it. */
@Schema(name = "KocKitItemView")
record KitItemView(
        KocMaterialView material,

        @Schema(description = "Absent: none was made yet, or it is over") @Nullable
        String token,

        @Schema(description = "When the link ends") @Nullable
        Instant expiresAt) {

    static List<KitItemView> of(Kit kit) {
        var links = kit.links().stream().collect(Collectors.toMap(Living::material, living -> living));
        return kit.materials().stream()
                .map(material -> of(material, links.get(material.id())))
                .toList();
    }

    private static KitItemView of(Material material, @Nullable Living link) {
        return new KitItemView(
                KocMaterialView.of(material),
                link == null ? null : link.token(),
                link == null ? null : link.expiresAt());
    }
}
