//! The documentation of one kind, made from what is written once for all.

use kindred::entity::kind::{Holds, MediaKind};
use utoipa::openapi::path::Operation;
use utoipa::openapi::{
    ArrayBuilder, ObjectBuilder, OpenApi, Ref, RefOr, Schema, SchemaFormat, Type,
    schema::{KnownFormat, SchemaType},
};

/// Give every operation the kind's name, tag and shapes.
pub(crate) fn specialise(openapi: &mut OpenApi, kind: MediaKind) {
    for (path, item) in &mut openapi.paths.paths {
        for operation in [&mut item.get, &mut item.patch].into_iter().flatten() {
            let name = operation.operation_id.take().unwrap_or_default();
            operation.operation_id = Some(format!("{name}_{kind}"));
            operation.tags = Some(vec![kind.name().to_owned()]);
            show_shape(operation, path, kind);
        }
    }
    let components = openapi.components.get_or_insert_default();
    components.schemas.remove("Paged_Value");
    for shape in [Shape::Listed, Shape::Found, Shape::Recommended] {
        components.schemas.insert(shape.name(kind), RefOr::T(shape.schema(kind)));
        components.schemas.insert(format!("{}Page", shape.name(kind)), RefOr::T(page(kind, shape)));
    }
}

/// How much of a content an answer shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Listed,
    Found,
    Recommended,
}

fn show_shape(operation: &mut Operation, path: &str, kind: MediaKind) {
    let shape = match path {
        "/" => Shape::Listed,
        "/user" => Shape::Recommended,
        "/search/{search_term}" => Shape::Found,
        _ => return,
    };
    let answer = operation.responses.responses.get_mut("200");
    if let Some(RefOr::T(response)) = answer {
        for content in response.content.values_mut() {
            if let RefOr::T(content) = content {
                let name = format!("{}Page", shape.name(kind));
                content.schema = Some(RefOr::Ref(Ref::from_schema_name(name)));
            }
        }
    }
}

impl Shape {
    fn name(self, kind: MediaKind) -> String {
        let mut name = kind.name().to_owned();
        name[..1].make_ascii_uppercase();
        let suffix = match self {
            Self::Listed => "",
            Self::Found => "Found",
            Self::Recommended => "Recommended",
        };
        name + suffix
    }

    fn schema(self, kind: MediaKind) -> Schema {
        let differences = kind.differences();
        let integer = || simple(Type::Integer, false);
        let mut object = ObjectBuilder::new().property("content_id", integer());
        if let Some(alias) = differences.id_alias {
            object = object.property(alias, integer());
        }
        object = object
            .property("rating", simple(Type::Number, true))
            .property("rating_count", integer())
            .property("popularity_score", simple(Type::Number, true));
        for field in differences.fields {
            object = object.property(field.name, field_schema(field.holds));
        }
        if differences.genres && self != Self::Found {
            let genre = RefOr::Ref(Ref::from_schema_name("GenreOut"));
            object = object.property("genres", ArrayBuilder::new().items(genre));
        }
        if self == Self::Recommended {
            object = object
                .property("reco_engine", simple(Type::String, false))
                .property("reco_score", simple(Type::Number, false))
                .property("reco_reasons", ArrayBuilder::new().items(RefOr::T(reason())));
        }
        object.into()
    }
}

fn reason() -> Schema {
    ObjectBuilder::new()
        .property("content_id", simple(Type::Integer, false))
        .property("title", simple(Type::String, true))
        .property("share", simple(Type::Number, false))
        .into()
}

fn page(kind: MediaKind, shape: Shape) -> Schema {
    let items = RefOr::<Schema>::Ref(Ref::from_schema_name(shape.name(kind)));
    ObjectBuilder::new()
        .property("status", simple(Type::Boolean, false))
        .property("message", simple(Type::String, false))
        .property("content", ArrayBuilder::new().items(items))
        .property("number_of_elements", simple(Type::Integer, false))
        .property("page", simple(Type::Integer, false))
        .property("total_pages", simple(Type::Integer, false))
        .into()
}

fn simple(kind: Type, nullable: bool) -> Schema {
    let kinds = if nullable { vec![kind, Type::Null] } else { vec![kind] };
    ObjectBuilder::new().schema_type(SchemaType::from_iter(kinds)).into()
}

fn field_schema(holds: Holds) -> Schema {
    let object = match holds {
        Holds::Text(most) => ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .max_length(Some(most)),
        Holds::Integer => ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::Integer, Type::Null]))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32))),
    };
    object.into()
}
