//! DER as a tree that can be altered and written again, wrong values included.

use der::asn1::ObjectIdentifier;

use crate::asn1::tlv::Reader;

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) tag: u8,
    pub(super) value: Vec<u8>,
    pub(super) children: Vec<Node>,
}

impl Node {
    pub(super) fn parse(der: &[u8]) -> Self {
        let mut reader = Reader::new(der);
        let node = Self::read(&mut reader);
        assert!(reader.is_empty());
        node
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let tlv = reader.next().unwrap();
        let mut node = Self::primitive(tlv.tag, tlv.value);
        if tlv.tag & 0x20 != 0 {
            node.value.clear();
            let mut inner = tlv.reader();
            while !inner.is_empty() {
                node.children.push(Self::read(&mut inner));
            }
        }
        node
    }

    pub(super) fn primitive(tag: u8, value: &[u8]) -> Self {
        Self {
            tag,
            value: value.to_vec(),
            children: Vec::new(),
        }
    }

    pub(super) fn constructed(tag: u8, children: Vec<Self>) -> Self {
        Self {
            tag,
            value: Vec::new(),
            children,
        }
    }

    pub(super) fn oid(identifier: ObjectIdentifier) -> Self {
        Self::primitive(0x06, identifier.as_bytes())
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut content = self.value.clone();
        for child in &self.children {
            content.extend(child.encode());
        }
        let mut out = vec![self.tag];
        match content.len() {
            length @ 0..=0x7f => out.push(u8::try_from(length).unwrap()),
            length => {
                let octets = length.to_be_bytes();
                let first = octets.iter().position(|octet| *octet != 0).unwrap();
                out.push(0x80 | u8::try_from(octets.len() - first).unwrap());
                out.extend(&octets[first..]);
            }
        }
        out.extend(content);
        out
    }

    /// The node at the end of a path of child numbers.
    pub(super) fn at(&mut self, path: &[usize]) -> &mut Self {
        path.iter()
            .fold(self, |node, index| &mut node.children[*index])
    }

    /// Alters what is encoded inside this octet string.
    pub(super) fn inside(&mut self, alter: impl FnOnce(&mut Self)) {
        let mut inner = Self::parse(&self.value);
        alter(&mut inner);
        self.value = inner.encode();
    }

    fn is_extension(&self, identifier: ObjectIdentifier) -> bool {
        self.children
            .first()
            .is_some_and(|first| first.tag == 0x06 && first.value == identifier.as_bytes())
    }

    /// In a list of extensions, the one of this kind.
    pub(super) fn extension(&mut self, identifier: ObjectIdentifier) -> &mut Self {
        self.children
            .iter_mut()
            .find(|child| child.is_extension(identifier))
            .unwrap()
    }

    /// In a list of extensions, sets the value of the one of this kind.
    pub(super) fn set_extension(&mut self, identifier: ObjectIdentifier, value: &[u8]) {
        let extension = self.extension(identifier);
        extension.children.last_mut().unwrap().value = value.to_vec();
    }

    /// In a list of extensions, alters the value of the one of this kind.
    pub(super) fn inside_extension(
        &mut self,
        identifier: ObjectIdentifier,
        alter: impl FnOnce(&mut Self),
    ) {
        let extension = self.extension(identifier);
        extension.children.last_mut().unwrap().inside(alter);
    }

    /// In a list of extensions, removes the one of this kind.
    pub(super) fn remove_extension(&mut self, identifier: ObjectIdentifier) {
        let before = self.children.len();
        self.children
            .retain(|child| !child.is_extension(identifier));
        assert!(self.children.len() < before);
    }

    /// In a list of extensions, adds one.
    pub(super) fn add_extension(&mut self, identifier: ObjectIdentifier, value: &[u8]) {
        let fields = vec![Self::oid(identifier), Self::primitive(0x04, value)];
        self.children.push(Self::constructed(0x30, fields));
    }

    /// In a list of extensions, turns the criticality of the one of this kind over.
    pub(super) fn turn_criticality(&mut self, identifier: ObjectIdentifier) {
        let extension = self.extension(identifier);
        if extension.children.len() == 3 {
            extension.children.remove(1);
        } else {
            extension.children.insert(1, Self::primitive(0x01, &[0xff]));
        }
    }
}
