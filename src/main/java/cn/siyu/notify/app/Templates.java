package cn.siyu.notify.app;

import cn.siyu.notify.app.TemplateSettings.Chosen;
import cn.siyu.notify.domain.Kind;
import cn.siyu.notify.domain.Template;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The shop's templates, read and checked at the start. */
@Singleton
class Templates {

    private final List<Template> all;

    @Inject
    Templates(TemplateSettings settings) {
        this.all = Arrays.stream(Kind.values())
                .flatMap(kind -> chosen(settings, kind).stream()
                        .map(one -> new Template(kind, one.id().strip(), one.fields())))
                .toList();
    }

    private static Optional<Chosen> chosen(TemplateSettings settings, Kind kind) {
        return switch (kind) {
            case GROUP_SUCCEEDED -> settings.groupSucceeded();
            case GROUP_FAILED -> settings.groupFailed();
            case REFUNDED -> settings.refunded();
            case SHIPPED -> settings.shipped();
        };
    }

    List<Template> all() {
        return all;
    }

    Optional<Template> byId(String id) {
        return all.stream().filter(template -> template.id().equals(id)).findFirst();
    }

    Optional<Template> of(Kind kind) {
        return all.stream().filter(template -> template.kind() == kind).findFirst();
    }
}
