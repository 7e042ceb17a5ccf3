package cn.siyu.kernel.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Says in the contract what the code says of its answers: a component of a view that is not {@code @Nullable} is always there.
 * Requests are left as they are, because there only validation decides what must be sent.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class PresenceFilter implements OASFilter {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName OPTIONAL = DotName.createSimple(Optional.class);
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);

    private final Map<String, ClassInfo> views;
    private final Map<String, ClassInfo> generic;

    public PresenceFilter(IndexView index) {
        var records = index.getKnownClasses().stream()
                .filter(type -> type.isRecord() && type.name().toString().startsWith("cn.siyu."))
                .toList();
        views = byName(records);
        generic = byName(records.stream()
                .filter(type -> !type.typeParameters().isEmpty())
                .toList());
    }

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        var schemas = contract.getComponents() == null
                ? Map.<String, Schema>of()
                : contract.getComponents().getSchemas();
        if (schemas == null
                || contract.getPaths() == null
                || contract.getPaths().getPathItems() == null) {
            return;
        }
        var operations = contract.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .toList();
        var asked = reached(operations.stream().flatMap(PresenceFilter::asked), schemas);
        var answered = reached(operations.stream().flatMap(PresenceFilter::answered), schemas);
        answered.stream().filter(Predicate.not(asked::contains)).forEach(name -> promise(name, schemas.get(name)));
    }

    private void promise(String name, @Nullable Schema schema) {
        if (schema == null || schema.getProperties() == null) {
            return;
        }
        var properties = schema.getProperties().keySet();
        view(name, properties)
                .map(type -> type.recordComponents().stream()
                        .filter(PresenceFilter::alwaysThere)
                        .map(RecordComponentInfo::name)
                        .filter(properties::contains)
                        .sorted()
                        .toList())
                .filter(Predicate.not(List::isEmpty))
                .forEach(schema::setRequired);
    }

    private static boolean alwaysThere(RecordComponentInfo component) {
        return !component.type().hasAnnotation(NULLABLE)
                && !component.type().name().equals(OPTIONAL);
    }

    /** By its name, or as the filled-in form of a generic one: {@code PageOrderCardView} is a {@code Page}. */
    private Stream<ClassInfo> view(String name, Set<String> properties) {
        var known = views.get(name);
        return known != null
                ? Stream.of(known)
                : generic.entrySet().stream()
                        .filter(each -> name.startsWith(each.getKey())
                                && each.getValue().recordComponents().stream()
                                        .map(RecordComponentInfo::name)
                                        .allMatch(properties::contains))
                        .map(Map.Entry::getValue)
                        .limit(1);
    }

    /** A name that two records share says nothing; the index may list one record twice. */
    private static Map<String, ClassInfo> byName(Collection<ClassInfo> records) {
        var byName = new HashMap<String, ClassInfo>();
        var twice = new HashSet<String>();
        for (var type : records) {
            var other = byName.put(name(type), type);
            if (other != null && !other.name().equals(type.name())) {
                twice.add(name(type));
            }
        }
        byName.keySet().removeAll(twice);
        return byName;
    }

    private static String name(ClassInfo type) {
        var given = type.declaredAnnotation(SCHEMA);
        var name = given == null ? null : given.value("name");
        return name == null ? type.simpleName() : name.asString();
    }

    private static Stream<Schema> asked(Operation operation) {
        return operation.getRequestBody() == null
                ? Stream.empty()
                : schemas(operation.getRequestBody().getContent());
    }

    private static Stream<Schema> answered(Operation operation) {
        return operation.getResponses() == null || operation.getResponses().getAPIResponses() == null
                ? Stream.empty()
                : operation.getResponses().getAPIResponses().values().stream()
                        .flatMap(response -> schemas(response.getContent()));
    }

    private static Stream<Schema> schemas(@Nullable Content content) {
        return content == null || content.getMediaTypes() == null
                ? Stream.empty()
                : content.getMediaTypes().values().stream()
                        .map(MediaType::getSchema)
                        .filter(schema -> schema != null);
    }

    private static Set<String> reached(Stream<Schema> roots, Map<String, Schema> schemas) {
        var found = new HashSet<String>();
        roots.forEach(root -> reach(root, schemas, found));
        return found;
    }

    private static void reach(@Nullable Schema schema, Map<String, Schema> schemas, Set<String> found) {
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null && schema.getRef().startsWith(SCHEMAS)) {
            var name = schema.getRef().substring(SCHEMAS.length());
            if (found.add(name)) {
                reach(schemas.get(name), schemas, found);
            }
        }
        reach(schema.getItems(), schemas, found);
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(each -> reach(each, schemas, found));
        }
        Stream.of(schema.getAllOf(), schema.getAnyOf(), schema.getOneOf())
                .filter(list -> list != null)
                .flatMap(Collection::stream)
                .forEach(each -> reach(each, schemas, found));
    }
}
