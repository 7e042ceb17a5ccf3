package cn.siyu.koc.web;

import cn.siyu.koc.app.KeepMaterials.Detail;
import cn.siyu.koc.domain.Material;
import cn.siyu.koc.domain.Material.Kind;
import cn.siyu.koc.domain.Material.State;
import cn.siyu.koc.store.MaterialStore.Use;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Words and pictures that KOCs share. */
@Schema(name = "KocMaterialView")
record KocMaterialView(
        UUID id,
        Kind kind,
        String title,

        @Schema(description = "What is said with the link") String words,

        @Schema(description = "Addresses of pictures or of a video")
        List<String> media,

        @Nullable UUID spuId,
        @Nullable UUID activityId,

        @Schema(description = "Of the communities that it is for; none: all")
        List<String> categories,

        Instant validFrom,
        Instant validUntil,
        State state,
        Instant createdAt,
        long version) {

    /** A material with what came of it. */
    @Schema(name = "KocMaterialDetailView")
    record DetailView(KocMaterialView material, String createdBy, UseView use) {

        static DetailView of(Detail detail) {
            return new DetailView(
                    KocMaterialView.of(detail.material()), detail.material().createdBy(), UseView.of(detail.use()));
        }
    }

    /** How often it was used, and what was bought through its links and not given back. */
    @Schema(name = "KocMaterialUseView")
    record UseView(int links, int people, int communities, int orders, long netFen) {

        static UseView of(Use use) {
            return new UseView(
                    use.links(),
                    use.people(),
                    use.communities(),
                    use.orders(),
                    use.net().fen());
        }
    }

    static KocMaterialView of(Material material) {
        var sketch = material.sketch();
        return new KocMaterialView(
                material.id(),
                sketch.kind(),
                sketch.title(),
                sketch.words(),
                sketch.media(),
                sketch.spu().orElse(null),
                sketch.activity().orElse(null),
                sketch.categories(),
                sketch.from(),
                sketch.until(),
                material.state(),
                material.createdAt(),
                material.version());
    }
}
